namespace LocalCloud.Kube;

/// <summary>Where a cluster's API server listens.</summary>
/// <param name="Host"><c>127.0.0.1:port</c>: the form in which the GKE API's <c>endpoint</c> field may carry a port.</param>
/// <param name="CaPem">PEM of the CA that signed the server's certificate; base64 of it is <c>masterAuth.clusterCaCertificate</c>.</param>
public sealed record ClusterEndpoint(string Host, string CaPem);
