namespace KfPipelineTasks.Pipelines;

/// <summary>What a Pipelines API says of itself.</summary>
/// <param name="Version">Version of the API it speaks: <c>v2beta1</c>, or <c>v1beta1</c> where that is the newest.</param>
/// <param name="IsMultiUser">True when callers must say who they are; false for a standalone installation.</param>
public sealed record PipelinesHealth(string Version, bool IsMultiUser);
