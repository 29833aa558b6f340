using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>The Pods a workload makes: their labels, and what they cannot start without.</summary>
internal sealed class PodTemplate
{
    private readonly JsonElement _spec;

    private PodTemplate(Resource workload, IReadOnlyDictionary<string, string> labels, JsonElement spec)
    {
        Workload = workload;
        Labels = labels;
        _spec = spec;
    }

    public Resource Workload { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public string ServiceAccount => _spec.Text("serviceAccountName") ?? _spec.Text("serviceAccount") ?? "default";

    public IEnumerable<string> Images => Containers().Select(container => container.Text("image")).OfType<string>();

    /// <summary>The template of a workload; null for objects that make no Pods.</summary>
    public static PodTemplate? Of(Resource resource)
    {
        var template = resource.Id switch
        {
            { Group: "apps", Kind: "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" } => resource.At("spec", "template"),
            { Group: "batch", Kind: "Job" } => resource.At("spec", "template"),
            { Group: "", Kind: "ReplicationController" } => resource.At("spec", "template"),
            { Group: "batch", Kind: "CronJob" } => resource.At("spec", "jobTemplate", "spec", "template"),
            { Group: "", Kind: "Pod" } => resource.Body,
            _ => null,
        };
        return template.Member("spec") is { ValueKind: JsonValueKind.Object } spec
            ? new PodTemplate(resource, template.Member("metadata").Member("labels").Texts(), spec)
            : null;
    }

    /// <summary>A CronJob's Pods come by the clock: nobody waits for them, and no Service is served by them.</summary>
    public bool RunsAtOnce => Workload.Id.Kind != "CronJob";

    /// <summary>The objects of its namespace (and classes of the cluster) a Pod cannot start without. Optional ones are left out.</summary>
    public IEnumerable<ResourceId> Needs()
    {
        var ns = Workload.Id.Namespace;
        yield return new ResourceId("", "v1", "ServiceAccount", ns, ServiceAccount);
        if (_spec.Text("priorityClassName") is { } priority) yield return new ResourceId("scheduling.k8s.io", "v1", "PriorityClass", null, priority);
        if (_spec.Text("runtimeClassName") is { } runtime) yield return new ResourceId("node.k8s.io", "v1", "RuntimeClass", null, runtime);
        foreach (var source in Volumes().Concat(Containers().SelectMany(Environment)))
        {
            if ((Named(source, "configMap", "name") ?? Named(source, "configMapKeyRef", "name") ?? Named(source, "configMapRef", "name")) is { } map)
                yield return new ResourceId("", "v1", "ConfigMap", ns, map);
            if ((Named(source, "secret", "secretName") ?? Named(source, "secret", "name") ?? Named(source, "secretKeyRef", "name") ?? Named(source, "secretRef", "name")) is { } secret)
                yield return new ResourceId("", "v1", "Secret", ns, secret);
            if (Named(source, "persistentVolumeClaim", "claimName") is { } claim)
                yield return new ResourceId("", "v1", "PersistentVolumeClaim", ns, claim);
        }
    }

    private IEnumerable<JsonElement> Containers() => _spec.Items("initContainers").Concat(_spec.Items("containers"));

    private IEnumerable<JsonElement> Volumes()
    {
        foreach (var volume in _spec.Items("volumes"))
        {
            yield return volume;
            foreach (var source in volume.Member("projected").Items("sources")) yield return source;
        }
    }

    private static IEnumerable<JsonElement> Environment(JsonElement container) =>
        container.Items("env").Select(variable => variable.Member("valueFrom")).OfType<JsonElement>().Concat(container.Items("envFrom"));

    // The name in source.<what>.<name>, unless the Pod can do without it.
    private static string? Named(JsonElement source, string what, string name) =>
        source.Member(what) is { } reference && reference.Member("optional") is not { ValueKind: JsonValueKind.True } ? reference.Text(name) : null;
}
