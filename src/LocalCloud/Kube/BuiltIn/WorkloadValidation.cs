using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Checks of Pods and of the kinds that make them.</summary>
internal static class WorkloadValidation
{
    public static void Check(ResourceInfo resource, JsonObject document, List<StatusCause> causes)
    {
        var spec = Json.Map(document, "spec") ?? [];
        if (Json.Number(spec, "replicas") is < 0 and var replicas)
            causes.Add(StatusCause.Invalid("spec.replicas", Json.Invariant(replicas), "must be greater than or equal to 0"));
        CheckSelector(spec, causes);
        var template = Json.Map(spec, "template") ?? [];
        CheckPodSpec(Json.Map(template, "spec") ?? [], "spec.template.spec", causes, Json.Maps(spec, "volumeClaimTemplates").Select(claim => Json.Text(claim, "metadata", "name") ?? ""));
        if (Json.Text(template, "spec", "restartPolicy") is { } policy and not "Always" && resource.Kind != "Pod")
            causes.Add(StatusCause.NotSupported("spec.template.spec.restartPolicy", $"\"{policy}\"", ["Always"]));
    }

    private static void CheckSelector(JsonObject spec, List<StatusCause> causes)
    {
        if (Json.Map(spec, "selector") is not { } selector)
        {
            causes.Add(StatusCause.Required("spec.selector"));
            return;
        }
        if (selector.Count == 0)
        {
            causes.Add(StatusCause.Invalid("spec.selector", "{}", "empty selector is invalid for deployment"));
            return;
        }
        var labels = Json.TextMap(spec, "template", "metadata", "labels");
        if (!LabelSelector.FromJson(selector).Matches(labels))
            causes.Add(StatusCause.Invalid("spec.template.metadata.labels", Json.ToText(Json.At(spec, "template", "metadata", "labels")), "`selector` does not match template `labels`"));
    }

    public static void CheckJob(JsonObject spec, string path, List<StatusCause> causes)
    {
        var pod = Json.Map(spec, "template", "spec") ?? [];
        CheckPodSpec(pod, $"{path}.template.spec", causes);
        if (Json.Text(pod, "restartPolicy") == "Always")
            causes.Add(new StatusCause("FieldValueRequired", "Required value: valid values: \"OnFailure\", \"Never\"", $"{path}.template.spec.restartPolicy"));
    }

    public static void CheckCronJob(JsonObject document, List<StatusCause> causes)
    {
        if (Json.Text(document, "spec", "schedule") is not { Length: > 0 }) causes.Add(StatusCause.Required("spec.schedule"));
        CheckJob(Json.Map(document, "spec", "jobTemplate", "spec") ?? [], "spec.jobTemplate.spec", causes);
    }

    /// <param name="claims">Volumes that come from elsewhere: the claims of a StatefulSet.</param>
    public static void CheckPodSpec(JsonObject spec, string path, List<StatusCause> causes, IEnumerable<string>? claims = null)
    {
        var volumes = CheckVolumes(spec, path, causes);
        volumes.UnionWith(claims ?? []);
        if (Json.List(spec, "containers") is not { Count: > 0 }) causes.Add(StatusCause.Required($"{path}.containers"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        CheckContainers(spec, "containers", path, names, volumes, causes);
        CheckContainers(spec, "initContainers", path, names, volumes, causes);
    }

    private static HashSet<string> CheckVolumes(JsonObject spec, string path, List<StatusCause> causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var volume in Json.Maps(spec, "volumes"))
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}.volumes[{index++}]");
            var name = Json.Text(volume, "name") ?? "";
            if (name.Length == 0) causes.Add(StatusCause.Required($"{place}.name"));
            else if (Names.Rfc1123LabelProblem(name) is { } problem) causes.Add(StatusCause.Invalid($"{place}.name", $"\"{name}\"", problem));
            if (!names.Add(name)) causes.Add(StatusCause.Duplicate($"{place}.name", $"\"{name}\""));
        }
        return names;
    }

    private static void CheckContainers(JsonObject spec, string member, string path, HashSet<string> names, HashSet<string> volumes, List<StatusCause> causes)
    {
        var index = 0;
        foreach (var container in Json.Maps(spec, member))
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}.{member}[{index++}]");
            var name = Json.Text(container, "name") ?? "";
            if (name.Length == 0) causes.Add(StatusCause.Required($"{place}.name"));
            else if (Names.Rfc1123LabelProblem(name) is { } problem) causes.Add(StatusCause.Invalid($"{place}.name", $"\"{name}\"", problem));
            else if (!names.Add(name)) causes.Add(StatusCause.Duplicate($"{place}.name", $"\"{name}\""));
            if (Json.Text(container, "image") is not { Length: > 0 }) causes.Add(StatusCause.Required($"{place}.image"));
            CheckPorts(container, place, causes);
            CheckMounts(container, place, volumes, causes);
            CheckResources(container, place, causes);
        }
    }

    private static void CheckPorts(JsonObject container, string place, List<StatusCause> causes)
    {
        var index = 0;
        foreach (var port in Json.Maps(container, "ports"))
        {
            var number = Json.Number(port, "containerPort");
            var field = string.Create(CultureInfo.InvariantCulture, $"{place}.ports[{index++}].containerPort");
            if (number is null or 0) causes.Add(StatusCause.Required(field));
            else if (number is < 1 or > 65535) causes.Add(StatusCause.Invalid(field, Json.Invariant(number.Value), "must be between 1 and 65535, inclusive"));
        }
    }

    private static void CheckMounts(JsonObject container, string place, HashSet<string> volumes, List<StatusCause> causes)
    {
        var index = 0;
        foreach (var mount in Json.Maps(container, "volumeMounts"))
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"{place}.volumeMounts[{index++}]");
            var name = Json.Text(mount, "name") ?? "";
            if (name.Length == 0) causes.Add(StatusCause.Required($"{field}.name"));
            else if (!volumes.Contains(name)) causes.Add(new StatusCause("FieldValueNotFound", $"Not found: \"{name}\"", $"{field}.name"));
            if (Json.Text(mount, "mountPath") is not { Length: > 0 }) causes.Add(StatusCause.Required($"{field}.mountPath"));
        }
    }

    private static void CheckResources(JsonObject container, string place, List<StatusCause> causes)
    {
        foreach (var (name, limit) in Json.TextMap(container, "resources", "limits"))
        {
            if (Json.Text(container, "resources", "requests", name) is not { } request) continue;
            if (Quantity.Value(request) is { } asked && Quantity.Value(limit) is { } allowed && asked > allowed)
                causes.Add(StatusCause.Invalid($"{place}.resources.requests", $"\"{request}\"", $"must be less than or equal to {name} limit of {limit}"));
        }
    }
}
