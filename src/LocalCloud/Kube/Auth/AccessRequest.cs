namespace LocalCloud.Kube.Auth;

/// <summary>Something that somebody wants to do: with a resource, or with a path that is none.</summary>
internal sealed record AccessRequest
{
    public string Verb { get; init; } = "";

    public string Group { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>A path that names no resource; empty otherwise.</summary>
    public string Path { get; init; } = "";
}
