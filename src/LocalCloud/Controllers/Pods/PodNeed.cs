namespace LocalCloud.Controllers.Pods;

/// <summary>Something a Pod refers to that is not there.</summary>
/// <param name="Key">What would have to come.</param>
/// <param name="IsVolume">A volume cannot be mounted; otherwise a container cannot be configured.</param>
/// <param name="Container">The container that cannot be configured.</param>
/// <param name="Message">The kubelet's words.</param>
internal sealed record PodNeed(ObjectKey Key, bool IsVolume, string? Container, string Message);
