namespace LocalCloud.Google.Iam;

/// <summary>A role of a project or an organisation.</summary>
internal sealed record CustomRole(string Name, IReadOnlyList<string> Permissions);
