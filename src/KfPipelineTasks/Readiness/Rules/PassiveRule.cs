using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

/// <summary>Kinds that say something and do nothing: once accepted, there is nothing to wait for.</summary>
internal sealed class PassiveRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds =>
    [
        "ConfigMap", "Secret", "ServiceAccount", "LimitRange", "ResourceQuota", "Endpoints", "Event", "PodTemplate",
        "Role.rbac.authorization.k8s.io", "ClusterRole.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
        "NetworkPolicy.networking.k8s.io", "IngressClass.networking.k8s.io", "EndpointSlice.discovery.k8s.io", "Lease.coordination.k8s.io", "ControllerRevision.apps",
        "StorageClass.storage.k8s.io", "CSIDriver.storage.k8s.io", "VolumeAttributesClass.storage.k8s.io", "PriorityClass.scheduling.k8s.io", "RuntimeClass.node.k8s.io",
        "FlowSchema.flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io",
        "ValidatingAdmissionPolicy.admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io",
        "MutatingAdmissionPolicy.admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding.admissionregistration.k8s.io",
        "BackendConfig.cloud.google.com", "FrontendConfig.networking.gke.io", "*.networking.istio.io", "*.security.istio.io", "*.telemetry.istio.io", "*.extensions.istio.io",
        "PodDefault.kubeflow.org", "ScheduledWorkflow.kubeflow.org", "Viewer.kubeflow.org",
        "ServingRuntime.serving.kserve.io", "ClusterServingRuntime.serving.kserve.io", "ClusterStorageContainer.serving.kserve.io", "LLMInferenceServiceConfig.serving.kserve.io",
        "TrainingRuntime.trainer.kubeflow.org", "ClusterTrainingRuntime.trainer.kubeflow.org",
        "CompositeController.metacontroller.k8s.io", "DecoratorController.metacontroller.k8s.io", "ControllerRevision.metacontroller.k8s.io",
        "WorkflowTemplate.argoproj.io", "ClusterWorkflowTemplate.argoproj.io", "CronWorkflow.argoproj.io",
    ];

    public Verdict? Judge(LiveObject live) => Verdict.Ready("there");
}
