using KfPipelineTasks.Readiness.Rules;

namespace KfPipelineTasks.Readiness;

/// <summary>Every rule. A new one is added here; a test notices when it is forgotten, or when two rules claim one kind.</summary>
internal static class RuleBook
{
    public static IReadOnlyList<IReadinessRule> All { get; } =
    [
        new DeploymentRule(), new StatefulSetRule(), new DaemonSetRule(), new ReplicaSetRule(), new PodRule(), new JobRule(), new CronJobRule(),
        new ClaimRule(), new VolumeRule(), new ServiceRule(), new IngressRule(), new GatewayRule(), new DisruptionBudgetRule(), new AutoscalerRule(), new NodeRule(),
        new NamespaceRule(), new DefinitionRule(), new ApiServiceRule(), new WebhookConfigurationRule(), new PassiveRule(),
        new CertManagerRule(), new AcmeRule(), new KnativeRule(), new InferenceServiceRule(),
        new ConfigConnectorRule(), new ConfigConnectorContextRule(), new ManagedCertificateRule(),
        new ProfileRule(), new NotebookRule(), new TensorboardRule(), new TrainingJobRule(), new WorkflowRule(), new SparkApplicationRule(), new RayRule(),
        new ApplicationRule(), new CrossplaneRule(), new GatekeeperRule(),
    ];
}
