namespace LocalCloud.Kube.Api;

/// <summary>Where the replicas and the selector of a scalable custom resource are.</summary>
internal sealed record ScalePaths(string Replicas, string StatusReplicas, string? Selector);
