namespace LocalCloud.Kube.Api;

/// <summary>A part of a resource with a path of its own.</summary>
/// <param name="Name">Name in paths, such as <c>status</c>.</param>
/// <param name="Kind">Kind that it speaks.</param>
/// <param name="Group">Group of that kind when it differs from the resource's; empty otherwise.</param>
/// <param name="Version">Version of that kind when it differs; empty otherwise.</param>
/// <param name="Verbs">What can be done with it.</param>
public sealed record Subresource(string Name, string Kind, string Group, string Version, IReadOnlyList<string> Verbs);
