namespace KfPipelineTasks.Build.Deployment;

/// <summary>A Secret whose values are made at random once and then left alone.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Keys">Keys that get a value.</param>
internal sealed record PasswordPage(string Namespace, string Name, IReadOnlyList<string> Keys);
