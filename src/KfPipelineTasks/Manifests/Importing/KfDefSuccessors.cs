namespace KfPipelineTasks.Manifests.Importing;

/// <summary>
/// What took the place of the folders that KfDef files name (github.com/kubeflow/manifests, releases 0.7 to 1.2). The components are those of the
/// distribution's list, in its order.
/// </summary>
internal static class KfDefSuccessors
{
    /// <summary>Every component, in the order in which they are installed.</summary>
    public static IReadOnlyList<string> Order { get; } =
    [
        "common/managed-storage", "common/cnrm", "asm", "common/kubeflow-namespace", "common/istio", "common/config-kubeflow", "common/kubeflow-roles", "common/cert-manager",
        "contrib/metacontroller", "common/iap-ingress", "apps/admission-webhook", "apps/profiles", "apps/centraldashboard", "apps/jupyter", "apps/volumes-web-app",
        "apps/tensorboard", "apps/training-operator", "apps/pipelines", "common/knative", "contrib/kserve", "apps/katib",
    ];

    /// <summary>What every installation is built on, whatever its applications.</summary>
    public static IReadOnlyList<string> Base { get; } = ["asm", "common/kubeflow-namespace", "common/istio", "common/config-kubeflow", "common/kubeflow-roles"];

    /// <summary>What an installation on Google Cloud has besides.</summary>
    public static IReadOnlyList<string> OfGoogleCloud { get; } = ["common/managed-storage", "common/cnrm"];

    // Beginning of the folder | components | what to know. Longest first where one is inside another.
    private const string Table = """
        istio/oidc-authservice | | variant: dex signs people in with oauth2-proxy
        istio/add-anonymous-user-filter | | nobody is anonymous any more: choose a variant that signs people in
        istio | asm common/istio |
        istio-1-3-1 | asm common/istio |
        namespaces | common/kubeflow-namespace |
        kubeflow-roles | common/kubeflow-roles |
        cert-manager | common/cert-manager |
        metacontroller | contrib/metacontroller |
        gcp/iap-ingress | common/iap-ingress |
        gcp/basic-auth-ingress | | passwords at the gateway are no more: choose variant: gke-iap or dex
        gcp/gpu-driver | | GKE installs the driver with the node pool: node-pool.accelerator-type
        gcp | common/cnrm |
        dex-auth | | choose variant: dex
        admission-webhook | apps/admission-webhook |
        profiles | apps/profiles |
        common/centraldashboard | apps/centraldashboard |
        common/ambassador | | the gateway of Istio took its place
        common/spartakus | | usage is no longer reported to anybody
        centraldashboard | apps/centraldashboard |
        jupyter | apps/jupyter apps/volumes-web-app |
        tensorboard | apps/tensorboard |
        tf-training | apps/training-operator |
        pytorch-job | apps/training-operator |
        mxnet-job | apps/training-operator |
        xgboost-job | apps/training-operator |
        mpi-job | apps/training-operator |
        pipeline | apps/pipelines |
        argo | apps/pipelines |
        minio | apps/pipelines |
        mysql | apps/pipelines |
        metadata | apps/pipelines | Pipelines brings its own store of metadata
        knative | common/knative |
        kfserving | contrib/kserve | InferenceServices move to serving.kserve.io
        katib | apps/katib |
        application | | applications are no longer described in the cluster
        seldon | | install it by itself
        spark | | install it by itself
        tektoncd | | install it by itself
        stacks/gcp | common/managed-storage common/cnrm asm common/cert-manager contrib/metacontroller common/iap-ingress apps/admission-webhook apps/profiles apps/centraldashboard apps/jupyter apps/volumes-web-app apps/training-operator apps/pipelines common/knative contrib/kserve apps/katib | a stack of many
        stacks | asm common/cert-manager contrib/metacontroller apps/admission-webhook apps/profiles apps/centraldashboard apps/jupyter apps/volumes-web-app apps/training-operator apps/pipelines common/knative contrib/kserve apps/katib | a stack of many
        """;

    private static readonly IReadOnlyList<(string Path, IReadOnlyList<string> Components, string Note)> All =
        [.. Table.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(cells => (cells[0], (IReadOnlyList<string>)cells[1].Split(' ', StringSplitOptions.RemoveEmptyEntries), cells[2]))];

    /// <summary>What stands for a folder; null when nothing is known of it.</summary>
    public static (IReadOnlyList<string> Components, string Note)? Find(string path)
    {
        foreach (var (known, components, note) in All)
        {
            if (path == known || path.StartsWith(known + "/", StringComparison.Ordinal)) return (components, note);
        }

        return null;
    }
}
