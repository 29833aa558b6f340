namespace KfPipelineTasks.Manifests.Images;

/// <summary>The parts of an image reference.</summary>
/// <param name="Registry">Host, <c>docker.io</c> where none is written.</param>
/// <param name="Repository">Path below the host; <c>library/</c> is put before a bare name of Docker Hub.</param>
/// <param name="Tag">Null when only a digest, or nothing, is given.</param>
/// <param name="Digest"><c>sha256:...</c>, or null.</param>
public sealed record ImageName(string Registry, string Repository, string? Tag, string? Digest)
{
    /// <summary>The tag may name another image tomorrow: none, or <c>latest</c>, and no digest.</summary>
    public bool IsMoving => Digest is null && Tag is null or "latest";

    public static ImageName Parse(string image)
    {
        var at = image.IndexOf('@');
        var digest = at < 0 ? null : image[(at + 1)..];
        var name = at < 0 ? image : image[..at];
        var slash = name.LastIndexOf('/');
        var colon = name.IndexOf(':', slash + 1);
        var tag = colon < 0 ? null : name[(colon + 1)..];
        if (colon >= 0) name = name[..colon];
        var first = name.IndexOf('/');
        var hasHost = first > 0 && (name[..first].IndexOfAny(['.', ':']) >= 0 || name[..first] == "localhost");
        var (registry, repository) = hasHost ? (name[..first], name[(first + 1)..]) : ("docker.io", first < 0 ? $"library/{name}" : name);
        return new ImageName(registry, repository, tag, digest);
    }
}
