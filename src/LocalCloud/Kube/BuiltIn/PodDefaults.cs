using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Defaults of Pods and Pod templates.</summary>
internal static class PodDefaults
{
    private const long FileMode = 420;

    public static void Template(JsonObject owner)
    {
        var template = Json.Ensure(owner, "template");
        Json.Ensure(template, "metadata");
        Spec(Json.Ensure(template, "spec"));
    }

    public static void Pod(JsonObject spec)
    {
        Spec(spec);
        Json.Default(spec, "enableServiceLinks", true);
        foreach (var container in Containers(spec)) RequestWhatIsLimited(container);
    }

    public static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        Json.Maps(spec, "containers").Concat(Json.Maps(spec, "initContainers")).Concat(Json.Maps(spec, "ephemeralContainers"));

    private static void Spec(JsonObject spec)
    {
        Json.Default(spec, "restartPolicy", "Always");
        Json.Default(spec, "terminationGracePeriodSeconds", 30L);
        Json.Default(spec, "dnsPolicy", "ClusterFirst");
        Json.Default(spec, "securityContext", new JsonObject());
        Json.Default(spec, "schedulerName", "default-scheduler");
        Account(spec);
        var onHost = Json.Flag(spec, "hostNetwork") == true;
        foreach (var container in Containers(spec)) Container(container, onHost);
        foreach (var volume in Json.Maps(spec, "volumes")) Volume(volume);
    }

    /// <summary>The old and the new spelling of the account's name always agree; the new one leads.</summary>
    private static void Account(JsonObject spec)
    {
        if (Json.Text(spec, "serviceAccountName") is { Length: > 0 } name) spec["serviceAccount"] = name;
        else if (Json.Text(spec, "serviceAccount") is { Length: > 0 } old) spec["serviceAccountName"] = old;
    }

    private static void Container(JsonObject container, bool onHost)
    {
        foreach (var port in Json.Maps(container, "ports"))
        {
            Json.Default(port, "protocol", "TCP");
            if (onHost && port["containerPort"] is { } number) Json.Default(port, "hostPort", number.DeepClone());
        }
        foreach (var variable in Json.Maps(container, "env"))
            if (Json.Map(variable, "valueFrom", "fieldRef") is { } field) Json.Default(field, "apiVersion", "v1");
        Json.Default(container, "resources", new JsonObject());
        foreach (var name in new[] { "livenessProbe", "readinessProbe", "startupProbe" })
            if (Json.Map(container, name) is { } probe) Probe(probe);
        foreach (var hook in new[] { "postStart", "preStop" })
            if (Json.Map(container, "lifecycle", hook, "httpGet") is { } get) HttpGet(get);
        Json.Default(container, "terminationMessagePath", "/dev/termination-log");
        Json.Default(container, "terminationMessagePolicy", "File");
        Json.Default(container, "imagePullPolicy", PullPolicy(Json.Text(container, "image") ?? ""));
    }

    private static string PullPolicy(string image)
    {
        var digest = image.IndexOf('@', StringComparison.Ordinal);
        var name = digest < 0 ? image : image[..digest];
        var colon = name.LastIndexOf(':');
        var tag = colon > name.LastIndexOf('/') ? name[(colon + 1)..] : "";
        return tag == "latest" || (tag.Length == 0 && digest < 0) ? "Always" : "IfNotPresent";
    }

    private static void Probe(JsonObject probe)
    {
        if (Json.Map(probe, "httpGet") is { } get) HttpGet(get);
        if (Json.Map(probe, "grpc") is { } grpc) Json.Default(grpc, "service", "");
        Json.Default(probe, "timeoutSeconds", 1L);
        Json.Default(probe, "periodSeconds", 10L);
        Json.Default(probe, "successThreshold", 1L);
        Json.Default(probe, "failureThreshold", 3L);
    }

    private static void HttpGet(JsonObject get)
    {
        Json.Default(get, "path", "/");
        Json.Default(get, "scheme", "HTTP");
    }

    private static void Volume(JsonObject volume)
    {
        if (volume.Count == 1 && volume.ContainsKey("name")) volume["emptyDir"] = new JsonObject();
        foreach (var source in new[] { "secret", "configMap", "downwardAPI", "projected" })
            if (Json.Map(volume, source) is { } files) Json.Default(files, "defaultMode", FileMode);
        if (Json.Map(volume, "hostPath") is { } host) Json.Default(host, "type", "");
        if (Json.Map(volume, "ephemeral", "volumeClaimTemplate", "spec") is { } claim) Json.Default(claim, "volumeMode", "Filesystem");
        if (Json.Map(volume, "iscsi") is { } iscsi) Json.Default(iscsi, "iscsiInterface", "default");
        foreach (var item in Json.Maps(volume, "downwardAPI", "items")) FieldRef(item);
        foreach (var source in Json.Maps(volume, "projected", "sources"))
        {
            if (Json.Map(source, "serviceAccountToken") is { } token) Json.Default(token, "expirationSeconds", 3600L);
            foreach (var item in Json.Maps(source, "downwardAPI", "items")) FieldRef(item);
        }
    }

    private static void FieldRef(JsonObject item)
    {
        if (Json.Map(item, "fieldRef") is { } field) Json.Default(field, "apiVersion", "v1");
    }

    /// <summary>A resource with a limit and no request asks for as much as the limit.</summary>
    private static void RequestWhatIsLimited(JsonObject container)
    {
        if (Json.Map(container, "resources", "limits") is not { Count: > 0 } limits) return;
        var requests = Json.Ensure(Json.Ensure(container, "resources"), "requests");
        foreach (var (name, limit) in limits)
            if (!requests.ContainsKey(name)) requests[name] = limit?.DeepClone();
    }
}
