namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>Node auto-provisioning: the pools it makes have scopes and an account of their own.</summary>
public sealed record ClusterAutoscaling(bool? EnableNodeAutoprovisioning, AutoprovisioningDefaults? AutoprovisioningNodePoolDefaults);
