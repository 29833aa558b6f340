using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>What is not deleted unless it is named: data, and what data lives in. Honours the marks of other tools.</summary>
public static class Protection
{
    /// <summary>Our own mark: <c>kf-pipeline-tasks/prune: disabled</c>.</summary>
    public const string Annotation = "kf-pipeline-tasks/prune";

    private static readonly (string Annotation, string Value)[] Marks =
    [
        (Annotation, "disabled"),
        ("client.lifecycle.config.k8s.io/deletion", "detach"),
        ("cli-utils.sigs.k8s.io/on-remove", "keep"),
        ("kustomize.toolkit.fluxcd.io/prune", "disabled"),
        ("kapp.k14s.io/delete-strategy", "orphan"),
        ("helm.sh/resource-policy", "keep"),
        ("argocd.argoproj.io/sync-options", "Prune=false"),
    ];

    // Groups of Config Connector whose resources hold data, and the kinds of others that do.
    private static readonly string[] DataGroups =
    [
        "storage.cnrm.cloud.google.com", "sql.cnrm.cloud.google.com", "bigquery.cnrm.cloud.google.com", "bigtable.cnrm.cloud.google.com",
        "spanner.cnrm.cloud.google.com", "firestore.cnrm.cloud.google.com", "redis.cnrm.cloud.google.com", "filestore.cnrm.cloud.google.com",
        "alloydb.cnrm.cloud.google.com", "kms.cnrm.cloud.google.com", "secretmanager.cnrm.cloud.google.com", "artifactregistry.cnrm.cloud.google.com",
    ];

    private static readonly string[] StateKinds =
    [
        "Namespace", "PersistentVolumeClaim", "PersistentVolume", "CustomResourceDefinition.apiextensions.k8s.io",
        "ComputeDisk.compute.cnrm.cloud.google.com", "Project.resourcemanager.cnrm.cloud.google.com", "Folder.resourcemanager.cnrm.cloud.google.com",
        "ContainerCluster.container.cnrm.cloud.google.com", "Profile.kubeflow.org", "VolumeSnapshot.snapshot.storage.k8s.io",
    ];

    /// <summary>Why the object is not deleted on its own; null when it may be.</summary>
    public static string? Reason(Resource live)
    {
        foreach (var (annotation, value) in Marks)
        {
            if (live.Annotation(annotation) is { } found && found.Split(',').Contains(value)) return $"annotated {annotation}: {value}";
        }

        return HoldsState(live.Id) ? $"a {live.Id.Kind} holds what cannot be made again" : null;
    }

    /// <summary>True for kinds that hold data, or that others live in.</summary>
    public static bool HoldsState(ResourceId id) => StateKinds.Contains(id.GroupKind) || DataGroups.Contains(id.Group);
}
