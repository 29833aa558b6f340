namespace KfPipelineTasks.Model;

/// <summary>A version of a built-in API that Kubernetes no longer serves.</summary>
/// <param name="ApiVersion">Such as <c>policy/v1beta1</c>.</param>
/// <param name="Gone">The first release without it.</param>
/// <param name="Instead">The version that takes its place; null when the kind itself is gone.</param>
/// <param name="InsteadSince">The first release with that one.</param>
public sealed record RetiredApi(string ApiVersion, KubernetesVersion Gone, string? Instead, KubernetesVersion InsteadSince)
{
    /// <summary>What to do about it.</summary>
    public string Next => Instead is null ? "Leave it out: nothing takes its place." : $"Write apiVersion: {Instead}, which is there since Kubernetes {InsteadSince}.";
}
