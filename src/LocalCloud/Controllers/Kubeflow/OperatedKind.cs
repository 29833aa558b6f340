namespace LocalCloud.Controllers.Kubeflow;

/// <summary>A kind whose controller is simulated by its outcome only: some time after it was written, it is ready.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Workload">Deployment of its controller, which must run.</param>
/// <param name="Types">Conditions that become true.</param>
internal sealed record OperatedKind(GroupKind Kind, string Workload, params string[] Types)
{
    /// <summary>Those of the Kubeflow packages.</summary>
    public static readonly IReadOnlyList<OperatedKind> Known =
    [
        new(new("serving.kserve.io", "InferenceService"), "kserve-controller-manager", "PredictorReady", "IngressReady", "Ready"),
        new(new("serving.kserve.io", "InferenceGraph"), "kserve-controller-manager", "Ready"),
        new(new("serving.knative.dev", "Service"), "controller", "ConfigurationsReady", "RoutesReady", "Ready"),
        new(new("serving.knative.dev", "Configuration"), "controller", "Ready"),
        new(new("serving.knative.dev", "Route"), "controller", "AllTrafficAssigned", "CertificateProvisioned", "IngressReady", "Ready"),
        new(new("serving.knative.dev", "Revision"), "controller", "ContainerHealthy", "ResourcesAvailable", "Ready"),
        new(new("serving.knative.dev", "DomainMapping"), "domain-mapping", "Ready"),
        new(new("kubeflow.org", "Experiment"), "katib-controller", "Created", "Running"),
        new(new("kubeflow.org", "TFJob"), "training-operator", "Created", "Running"),
        new(new("kubeflow.org", "PyTorchJob"), "training-operator", "Created", "Running"),
        new(new("tensorboard.kubeflow.org", "Tensorboard"), "tensorboard-controller-deployment", "Ready"),
    ];
}
