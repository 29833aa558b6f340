namespace KfPipelineTasks.Build.Deployment;

/// <summary>A Secret made from settings.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="When">Condition on a setting, <c>path=value</c>; empty: always.</param>
/// <param name="Data">Key of the Secret to the path, or the variable, of a setting.</param>
internal sealed record SecretPage(string Namespace, string Name, string When, IReadOnlyDictionary<string, string> Data);
