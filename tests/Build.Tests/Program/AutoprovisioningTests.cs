namespace Build.Tests.Program;

/// <summary>Limits of node auto-provisioning are looked at with the package, long before a notebook waits for its node.</summary>
public sealed class AutoprovisioningTests : IDisposable
{
    private readonly ProgramRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_limit_that_is_missing_is_told()
    {
        Assert.Equal(2, Limited("[{resourceType: cpu, maximum: 128}]"));
        Assert.Contains("ContainerCluster.container.cnrm.cloud.google.com proj/kubeflow: auto-provisioning of nodes needs a limit of memory, and there is none.", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_that_the_pools_use_up_are_told_with_the_pools()
    {
        Assert.Equal(2, Limited("[{resourceType: cpu, maximum: 20}, {resourceType: memory, maximum: 2000}]"));
        Assert.Contains("all nodes together may have 20 CPUs, and its default pool begins with 8 and node pool big begins with 16: no node could be added.", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_accelerator_that_is_no_longer_offered_is_only_a_warning()
    {
        Assert.Equal(0, Limited("[{resourceType: cpu, maximum: 24}, {resourceType: memory, maximum: 2000}, {resourceType: nvidia-tesla-k80, maximum: 16}]"));
        Assert.Contains("warning: ContainerCluster.container.cnrm.cloud.google.com proj/kubeflow: nodes with nvidia-tesla-k80 may be added, and Google no longer offers any", _run.Said, StringComparison.Ordinal);
    }

    private int Limited(string limits)
    {
        _run.Write("package/all.yaml", $$"""
            apiVersion: container.cnrm.cloud.google.com/v1beta1
            kind: ContainerCluster
            metadata: {name: kubeflow, namespace: proj}
            spec:
              initialNodeCount: 2
              nodeConfig: {machineType: n2-custom-4-8192}
              clusterAutoscaling: {enabled: true, resourceLimits: {{limits}}}
            ---
            apiVersion: container.cnrm.cloud.google.com/v1beta1
            kind: ContainerNodePool
            metadata: {name: big, namespace: proj}
            spec:
              initialNodeCount: 1
              clusterRef: {name: kubeflow}
              nodeConfig: {machineType: n1-standard-16}

            """);
        return _run.Of("--target=ListImages", "--package=package", "--variant=existing-cluster");
    }
}
