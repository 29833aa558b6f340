using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Pods;

/// <summary>Finds what a Pod refers to and what of it is missing: Secrets, ConfigMaps, their keys, claims.</summary>
internal static class PodNeeds
{
    /// <summary>What is missing, volumes first, as the kubelet meets it.</summary>
    public static IEnumerable<PodNeed> Missing(ClusterView view, JsonObject pod)
    {
        var home = ClusterView.Namespace(pod);
        foreach (var volume in Json.Maps(pod, "spec", "volumes"))
        {
            foreach (var need in MissingFor(view, home, volume)) yield return need;
        }

        foreach (var container in Json.Maps(pod, "spec", "initContainers").Concat(Json.Maps(pod, "spec", "containers")))
        {
            foreach (var need in MissingForContainer(view, home, container)) yield return need;
        }
    }

    private static IEnumerable<PodNeed> MissingFor(ClusterView view, string home, JsonObject volume)
    {
        var name = Json.Text(volume, "name");
        foreach (var (source, kind, field) in Sources(volume))
        {
            if (Json.Flag(source, "optional") is true || Json.Text(source, field) is not { Length: > 0 } referred) continue;
            var key = new ObjectKey(kind, home, referred);
            if (view.Get(key) is { } found)
            {
                foreach (var item in Json.Maps(source, "items").Where(item => !HasKey(found, Json.Text(item, "key") ?? "")))
                    yield return new PodNeed(key, true, null, $"MountVolume.SetUp failed for volume \"{name}\" : references non-existent {Word(kind)} key: {Json.Text(item, "key")}");
            }
            else
            {
                yield return new PodNeed(key, true, null, $"MountVolume.SetUp failed for volume \"{name}\" : {Word(kind)} \"{referred}\" not found");
            }
        }

        if (Json.Text(volume, "persistentVolumeClaim", "claimName") is { } claim && Json.Text(view.Get(Kinds.PersistentVolumeClaim, home, claim), "status", "phase") != "Bound")
            yield return new PodNeed(new ObjectKey(Kinds.PersistentVolumeClaim, home, claim), true, null, $"Unable to attach or mount volumes: unmounted volumes=[{name}]: timed out waiting for the condition");
    }

    private static IEnumerable<(JsonObject Source, GroupKind Kind, string Field)> Sources(JsonObject volume)
    {
        if (Json.Map(volume, "secret") is { } secret) yield return (secret, Kinds.Secret, "secretName");
        if (Json.Map(volume, "configMap") is { } map) yield return (map, Kinds.ConfigMap, "name");
        foreach (var source in Json.Maps(volume, "projected", "sources"))
        {
            if (Json.Map(source, "secret") is { } projected) yield return (projected, Kinds.Secret, "name");
            if (Json.Map(source, "configMap") is { } projectedMap) yield return (projectedMap, Kinds.ConfigMap, "name");
        }
    }

    private static IEnumerable<PodNeed> MissingForContainer(ClusterView view, string home, JsonObject container)
    {
        var name = Json.Text(container, "name");
        foreach (var (source, kind) in References(container))
        {
            if (Json.Flag(source, "optional") is true || Json.Text(source, "name") is not { Length: > 0 } referred) continue;
            var key = new ObjectKey(kind, home, referred);
            if (view.Get(key) is not { } found) yield return new PodNeed(key, false, name, $"{Word(kind)} \"{referred}\" not found");
            else if (Json.Text(source, "key") is { } wanted && !HasKey(found, wanted))
                yield return new PodNeed(key, false, name, $"couldn't find key {wanted} in {kind.Kind} {home}/{referred}");
        }
    }

    private static IEnumerable<(JsonObject Source, GroupKind Kind)> References(JsonObject container)
    {
        foreach (var from in Json.Maps(container, "envFrom"))
        {
            if (Json.Map(from, "configMapRef") is { } map) yield return (map, Kinds.ConfigMap);
            if (Json.Map(from, "secretRef") is { } secret) yield return (secret, Kinds.Secret);
        }

        foreach (var variable in Json.Maps(container, "env"))
        {
            if (Json.Map(variable, "valueFrom", "configMapKeyRef") is { } map) yield return (map, Kinds.ConfigMap);
            if (Json.Map(variable, "valueFrom", "secretKeyRef") is { } secret) yield return (secret, Kinds.Secret);
        }
    }

    private static bool HasKey(JsonObject found, string key) =>
        Json.Map(found, "data")?.ContainsKey(key) is true || Json.Map(found, "binaryData")?.ContainsKey(key) is true;

    private static string Word(GroupKind kind) => kind == Kinds.Secret ? "secret" : "configmap";
}
