using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>
/// Which kinds may be deleted and created again when a field cannot be changed. Only kinds that hold no state and keep no
/// address; an annotation on the object (<see cref="Annotation"/>) decides for itself, except for kinds that must never go.
/// </summary>
public sealed record ReplaceRules
{
    /// <summary><c>replace</c> or <c>refuse</c>.</summary>
    public const string Annotation = "kf-pipeline-tasks/on-immutable";

    /// <summary>Kinds that may be replaced, as <c>Deployment.apps</c>.</summary>
    public IReadOnlyList<string> Kinds { get; init; } =
    [
        "Deployment.apps", "DaemonSet.apps", "ReplicaSet.apps", "Job.batch", "CronJob.batch", "ConfigMap", "Secret",
        "RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io", "PodDisruptionBudget.policy",
        "PriorityClass.scheduling.k8s.io", "StorageClass.storage.k8s.io", "IngressClass.networking.k8s.io", "RuntimeClass.node.k8s.io",
        "ReferenceGrant.gateway.networking.k8s.io",
    ];

    internal bool MayReplace(Resource wanted)
    {
        if (Protection.HoldsState(wanted.Id)) return false;
        return wanted.Annotation(Annotation) switch
        {
            "replace" => true,
            "refuse" => false,
            _ => Kinds.Contains(wanted.Id.GroupKind),
        };
    }
}
