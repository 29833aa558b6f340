using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.BuiltIn;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Admission;

/// <summary>What the server's own plugins add to a new Pod: service account and its token, tolerations, priority.</summary>
internal sealed class PodAdmission(ObjectStore store) : IAdmission
{
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const long TokenSeconds = 3607;
    private const long EvictAfterSeconds = 300;

    public void Mutate(AdmissionRequest request)
    {
        if (request is not { Operation: AdmissionOperation.Create, Subresource: "", Object: { } pod } || request.Resource.GroupResource != "pods") return;
        var spec = Json.Ensure(pod, "spec");
        SetAccount(request, spec);
        SetPriority(request, spec);
        Tolerate(spec, "node.kubernetes.io/not-ready");
        Tolerate(spec, "node.kubernetes.io/unreachable");
    }

    public void Validate(AdmissionRequest request)
    {
        // Everything was settled while mutating.
    }

    private void SetAccount(AdmissionRequest request, JsonObject spec)
    {
        var name = Json.Text(spec, "serviceAccountName") is { Length: > 0 } given ? given : "default";
        spec["serviceAccountName"] = name;
        spec["serviceAccount"] = name;
        var account = store.Get("serviceaccounts", request.Namespace, name)?.Parse();
        if (account is null)
        {
            // A controller makes the default account a moment after its namespace; any other has to be there.
            if (name == "default") return;
            throw ApiErrors.Forbidden(request.Resource, request.Name, $"error looking up service account {request.Namespace}/{name}: serviceaccount \"{name}\" not found");
        }
        if (Json.List(account, "imagePullSecrets") is { Count: > 0 } secrets && !spec.ContainsKey("imagePullSecrets")) spec["imagePullSecrets"] = secrets.DeepClone();
        if ((Json.Flag(spec, "automountServiceAccountToken") ?? Json.Flag(account, "automountServiceAccountToken") ?? true)) MountToken(spec);
    }

    private static void MountToken(JsonObject spec)
    {
        var name = "kube-api-access-" + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
        var used = false;
        foreach (var container in PodDefaults.Containers(spec))
        {
            if (Json.Maps(container, "volumeMounts").Any(mount => Json.Text(mount, "mountPath") == TokenPath)) continue;
            if (container["volumeMounts"] is not JsonArray mounts) container["volumeMounts"] = mounts = [];
            mounts.Add(new JsonObject { ["name"] = name, ["readOnly"] = true, ["mountPath"] = TokenPath });
            used = true;
        }
        if (!used) return;
        if (spec["volumes"] is not JsonArray volumes) spec["volumes"] = volumes = [];
        volumes.Add(new JsonObject
        {
            ["name"] = name,
            ["projected"] = new JsonObject
            {
                ["sources"] = new JsonArray(
                    new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = TokenSeconds, ["path"] = "token" } },
                    new JsonObject { ["configMap"] = new JsonObject { ["name"] = "kube-root-ca.crt", ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }) } },
                    new JsonObject { ["downwardAPI"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["path"] = "namespace", ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" } }) } }),
                ["defaultMode"] = 420L,
            },
        });
    }

    private void SetPriority(AdmissionRequest request, JsonObject spec)
    {
        const string Classes = "priorityclasses.scheduling.k8s.io";
        var name = Json.Text(spec, "priorityClassName") ?? "";
        var priority = name switch
        {
            "" => null,
            "system-node-critical" => new JsonObject { ["value"] = 2000001000L },
            "system-cluster-critical" => new JsonObject { ["value"] = 2000000000L },
            _ => store.Get(Classes, null, name)?.Parse() ?? throw ApiErrors.Forbidden(request.Resource, request.Name, $"no PriorityClass with name {name} was found"),
        };
        if (name.Length == 0)
        {
            priority = store.Snapshot(Classes).Values.Select(one => one.Parse()).FirstOrDefault(one => Json.Flag(one, "globalDefault") == true);
            if (priority is not null) spec["priorityClassName"] = Json.Text(priority, "metadata", "name");
        }
        spec["priority"] = Json.Number(priority, "value") ?? 0;
        Json.Default(spec, "preemptionPolicy", Json.Text(priority, "preemptionPolicy") ?? "PreemptLowerPriority");
    }

    private static void Tolerate(JsonObject spec, string taint)
    {
        if (spec["tolerations"] is not JsonArray tolerations) spec["tolerations"] = tolerations = [];
        var tolerated = tolerations.OfType<JsonObject>().Any(one =>
            Json.Text(one, "key") is null or "" || (Json.Text(one, "key") == taint && Json.Text(one, "effect") is null or "" or "NoExecute"));
        if (!tolerated) tolerations.Add(new JsonObject { ["key"] = taint, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = EvictAfterSeconds });
    }
}
