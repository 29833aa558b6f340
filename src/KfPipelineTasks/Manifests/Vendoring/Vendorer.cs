using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Vendoring;

/// <summary>
/// Fetches what components refer to on other machines into the package, once, notes where it came from and its digest, and makes
/// the components refer to the copies. What was fetched before is compared with its digest and not fetched again.
/// </summary>
/// <param name="package">Folder of the package.</param>
/// <param name="options">How sources are fetched.</param>
public sealed class Vendorer(string package, VendorOptions options)
{
    // A copy may refer to other machines itself, and so on; but not for ever.
    private const int Rounds = 20;

    private readonly string _root = Path.GetFullPath(package);

    /// <summary>What would be fetched now; references inside of what is not fetched yet are not known.</summary>
    /// <exception cref="UsageException">A copy is not what was fetched, or a reference is not followed.</exception>
    public IReadOnlyList<RemoteReference> Find(IReadOnlyList<PackageComponent> components)
    {
        var problems = new Problems();
        VendorLock.Read(_root).Verify(problems);
        var remotes = Remotes(components, problems);
        foreach (var remote in remotes) Parsed(remote, problems);
        problems.ThrowIfAny("sources");
        return remotes;
    }

    /// <summary>Fetches everything and changes the references.</summary>
    /// <returns>Every source of the lock file, and whether it was fetched just now.</returns>
    /// <exception cref="UsageException">See <see cref="Find"/>; or a source cannot be fetched.</exception>
    public async Task<IReadOnlyList<(VendoredSource Source, bool IsNew)>> FetchAsync(IReadOnlyList<PackageComponent> components, CancellationToken cancellation = default)
    {
        var known = VendorLock.Read(_root);
        var fetched = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; ; round++)
        {
            var remotes = Find(components);
            if (remotes.Count == 0) break;
            if (round == Rounds) throw new UsageException($"What was fetched refers to further sources {Rounds} times over, last to '{remotes[0].Text}'.");
            foreach (var remote in remotes.DistinctBy(r => r.Text).Where(r => known.Sources.All(s => s.Source != r.Text)))
            {
                known = known.With(await FetchAsync(remote, known.Folder, cancellation));
                fetched.Add(remote.Text);
            }

            known = await ReferAsync(remotes, known, cancellation);
        }

        return [.. known.Sources.Select(source => (source, fetched.Contains(source.Source)))];
    }

    private async Task<VendoredSource> FetchAsync(RemoteReference remote, string folder, CancellationToken cancellation)
    {
        var problems = new Problems();
        var source = Parsed(remote, problems);
        problems.ThrowIfAny("sources");
        return await new SourceFetcher(options).FetchAsync(remote.Text, source!, folder, cancellation);
    }

    // The lock is written before any kustomization refers to a copy: a run that is ended between the two fetches nothing twice.
    private async Task<VendorLock> ReferAsync(IReadOnlyList<RemoteReference> remotes, VendorLock known, CancellationToken cancellation)
    {
        await known.WriteAsync(cancellation);
        foreach (var file in remotes.GroupBy(remote => remote.At.File))
        {
            var text = await File.ReadAllTextAsync(file.Key, cancellation);
            await File.WriteAllTextAsync(file.Key, ReferenceRewriter.Rewrite(file.Key, text, file.Select(remote => (remote, PathTo(known, remote)))), cancellation);
        }

        // A copy that now refers to another copy is not what was fetched any more, but what the lock file has to stand for.
        var own = known.Sources.Where(s => remotes.Any(r => r.At.File.StartsWith(Path.Combine(known.Folder, s.Folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)));
        foreach (var source in own.ToList()) known = known.With(source with { Digest = VendorLock.DigestOf(Path.Combine(known.Folder, source.Folder)) });
        await known.WriteAsync(cancellation);
        return known;
    }

    private static string PathTo(VendorLock known, RemoteReference remote)
    {
        var source = known.Sources.Single(s => s.Source == remote.Text);
        return Path.GetRelativePath(Path.GetDirectoryName(remote.At.File)!, Path.Combine(known.Folder, source.Folder, source.Entry)).Replace('\\', '/');
    }

    private List<RemoteReference> Remotes(IReadOnlyList<PackageComponent> components, Problems problems)
    {
        var remotes = new List<RemoteReference>();
        foreach (var component in components.Where(component => Kustomization.FileIn(component.Folder) is not null))
            Kustomization.Scan(component.Folder, problems, remotes);
        foreach (var outside in remotes.Where(r => !Path.GetFullPath(r.At.File).StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            problems.Add($"'{outside.Text}' is referred to by a file outside of the package, which is not changed.", outside.At);
        return [.. remotes.Select(r => r with { At = r.At with { File = Path.GetFullPath(r.At.File) } }).Distinct()];
    }

    private static RemoteSource? Parsed(RemoteReference remote, Problems problems)
    {
        var source = RemoteSource.Parse(remote.Text, out var problem);
        if (problem is not null) problems.Add($"'{remote.Text}' is not fetched: {problem}", remote.At, "Keep a copy beside the package and refer to that.");
        return source;
    }
}
