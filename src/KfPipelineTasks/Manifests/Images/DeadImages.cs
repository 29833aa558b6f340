using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Images;

/// <summary>Registries and repositories that have been turned off or moved, with what takes their place; told before a deployment ends in ImagePullBackOff.</summary>
public static class DeadImages
{
    // Longest first where one is inside another. Sources: kubeflow/pipelines#11600, #12422, #10615; kserve/kserve#2241;
    // kubernetes.io on k8s.gcr.io; kubebuilder's notice on kube-rbac-proxy; kpt's move to ghcr.io.
    private static readonly (string Prefix, string Why, string Instead)[] Table =
    [
        ("gcr.io/ml-pipeline/minio", "the images of Kubeflow Pipelines on gcr.io are gone", "minio/minio, or the object store of a later release"),
        ("gcr.io/ml-pipeline/workflow-controller", "the images of Kubeflow Pipelines on gcr.io are gone", "quay.io/argoproj/workflow-controller"),
        ("gcr.io/ml-pipeline/argoexec", "the images of Kubeflow Pipelines on gcr.io are gone", "quay.io/argoproj/argoexec"),
        ("gcr.io/ml-pipeline/", "the images of Kubeflow Pipelines on gcr.io are gone", "ghcr.io/kubeflow/kfp-... of release 2.5 or later"),
        ("gcr.io/kubeflow-images-public/", "the registry is no longer kept", "the image of the same component under ghcr.io/kubeflow or docker.io/kubeflownotebookswg"),
        ("gcr.io/kfserving/", "the registry was turned off in 2022", "docker.io/kserve"),
        ("gcr.io/google-containers/", "the registry is frozen, and gcr.io is being turned off", "registry.k8s.io, or docker.io/library for busybox"),
        ("gcr.io/google_containers/", "the registry is frozen, and gcr.io is being turned off", "registry.k8s.io"),
        ("k8s.gcr.io/", "the registry is frozen since April 2023", "registry.k8s.io"),
        ("gcr.io/kubebuilder/kube-rbac-proxy", "the image is no longer kept there", "quay.io/brancz/kube-rbac-proxy"),
        ("gcr.io/kpt-fn/", "the functions have moved", "ghcr.io/kptdev/krm-functions-catalog"),
        ("gcr.io/arrikto/", "the registry is closed", "the upstream image"),
    ];

    /// <summary>What is wrong with an image, and what takes its place; null when nothing is known against it.</summary>
    public static (string Why, string Instead)? Find(string image) =>
        Table.Where(entry => image.StartsWith(entry.Prefix, StringComparison.Ordinal)).Select(entry => ((string, string)?)(entry.Why, entry.Instead)).FirstOrDefault();

    /// <summary>One problem per dead image, at the place of its first use.</summary>
    public static IReadOnlyList<Problem> Check(IEnumerable<ImageUse> uses) =>
        [.. uses.GroupBy(use => use.Image).Select(group => (Use: group.First(), Count: group.Count(), Dead: Find(group.Key))).Where(entry => entry.Dead is not null)
            .Select(entry => new Problem($"{entry.Use.Object}: image {entry.Use.Image}{(entry.Count > 1 ? $" (and {entry.Count - 1} more uses)" : "")}: {entry.Dead!.Value.Why}.", entry.Use.At, $"Use {entry.Dead.Value.Instead}."))];
}
