using KfPipelineTasks.Gcp.Compute;

namespace KfPipelineTasks.Build.Deployment.WayIn;

/// <summary>Everything that was seen at one moment.</summary>
/// <param name="Gateway">What the cluster says.</param>
/// <param name="Backend">The gateway's backend service; null before the ingress controller has made it.</param>
/// <param name="Health">Each backend service of the Ingress with its endpoints.</param>
/// <param name="Names">Where the host leads.</param>
internal sealed record WayInLook(Gateway Gateway, BackendService? Backend, IReadOnlyList<(BackendService Service, IReadOnlyList<EndpointHealth> Endpoints)> Health, IReadOnlyList<string> Names);
