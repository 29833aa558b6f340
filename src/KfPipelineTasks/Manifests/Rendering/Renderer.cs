using System.Text.Json;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>Turns folders into objects: kustomizations through the real kustomize, everything else as it is. Needs no network and allows none.</summary>
public sealed class Renderer
{
    private readonly RenderOptions _options;
    private readonly RenderCache _cache;

    public Renderer(RenderOptions options)
    {
        _options = options;
        _cache = new RenderCache(options.CacheFolder, options.Time);
    }

    /// <summary>Reads whatever a path stands for: a package with a list of components, a kustomization, a folder of manifests, a file, or standard input.</summary>
    /// <param name="path">Folder, file, or <c>-</c>.</param>
    /// <param name="standardInput">Where <c>-</c> reads from.</param>
    /// <param name="names">Components to render out of a package; empty for the package's own list.</param>
    /// <exception cref="UsageException">Something is missing, fetched from elsewhere, refused by kustomize, or no manifest; carries all of it.</exception>
    public async Task<RenderedPackage> ReadAsync(string path, Stream? standardInput = null, IReadOnlyList<string>? names = null, CancellationToken cancellation = default)
    {
        if (Directory.Exists(path)) return await RenderAsync(ComponentsOf(path, names ?? []), cancellation);
        var resources = await ManifestReader.ReadAsync([path], standardInput, cancellation);
        return new RenderedPackage([new RenderedComponent(new PackageComponent(path, path), resources, [], FromCache: false)]);
    }

    /// <summary>Renders components, several at a time; the result is in the order given.</summary>
    /// <exception cref="UsageException">See <see cref="ReadAsync"/>.</exception>
    public async Task<RenderedPackage> RenderAsync(IReadOnlyList<PackageComponent> components, CancellationToken cancellation = default)
    {
        var problems = new Problems();
        var missing = new Problems();
        var tool = ToolFor(components, missing);
        // Asking the tool takes as long as everything else when nothing has changed, so both go on at once.
        var asked = tool is not null && _cache.IsOn ? tool.VersionAsync(cancellation) : Task.FromResult("");
        var scans = await ScanAsync(components, problems, cancellation);
        var version = RenderCache.HashOf(await VersionAsync(asked, problems));
        problems.AddRange(missing.Found);
        problems.ThrowIfAny("components");

        var rendered = new RenderedComponent[components.Count];
        var told = new Problems[components.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, components.Count).OrderByDescending(i => scans[i].Size), Parallelism(cancellation), async (i, token) =>
        {
            told[i] = new Problems();
            rendered[i] = await RenderOneAsync(scans[i], tool, version, told[i], token);
        });
        foreach (var each in told) problems.AddRange(each.Found);
        RefuseDifferentTwins(rendered, problems);
        problems.ThrowIfAny("manifests");
        return new RenderedPackage(rendered);
    }

    /// <summary>The program that kustomizations would be rendered by, with its version.</summary>
    /// <exception cref="UsageException">There is none, or it does not run.</exception>
    public Task<string> ToolAsync(CancellationToken cancellation) => KustomizeTool.Find(_options.SearchPath).NameAsync(cancellation);

    private KustomizeTool? ToolFor(IReadOnlyList<PackageComponent> components, Problems problems)
    {
        if (components.All(component => Kustomization.FileIn(component.Folder) is null)) return null;
        try
        {
            return KustomizeTool.Find(_options.SearchPath);
        }
        catch (UsageException missing)
        {
            // What is wrong with the package is told in the same breath.
            problems.AddRange(missing.Problems);
            return null;
        }
    }

    private static async Task<string> VersionAsync(Task<string> asked, Problems problems)
    {
        try
        {
            return await asked;
        }
        catch (UsageException refused)
        {
            problems.AddRange(refused.Problems);
            return "";
        }
    }

    private async Task<ScannedComponent[]> ScanAsync(IReadOnlyList<PackageComponent> components, Problems problems, CancellationToken cancellation)
    {
        var scans = new ScannedComponent[components.Count];
        var told = new Problems[components.Count];
        await Parallel.ForAsync(0, components.Count, Parallelism(cancellation), (i, _) =>
        {
            scans[i] = Scan(components[i], told[i] = new Problems());
            return ValueTask.CompletedTask;
        });
        // What several components share is told once.
        problems.AddRange(told.SelectMany(each => each.Found).Distinct());
        return scans;
    }

    private ScannedComponent Scan(PackageComponent component, Problems problems)
    {
        if (Kustomization.FileIn(component.Folder) is null) return new ScannedComponent(component, IsKustomization: false);
        try
        {
            var scan = Kustomization.Scan(component.Folder, problems);
            var found = new ScannedComponent(component, IsKustomization: true, scan.Size);
            return _cache.IsOn && !problems.Any ? Look(found with { Inputs = scan.Hash() }) : found;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problems.Add($"component {component.Name}: reading it failed: {refused.Message}");
            return new ScannedComponent(component, IsKustomization: true);
        }
    }

    private ScannedComponent Look(ScannedComponent scan)
    {
        try
        {
            return scan with { Kept = _cache.Find(scan.Inputs) };
        }
        catch (Exception refused) when (refused is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return scan with { Note = $"what was kept of it is not used: {refused.Message}" };
        }
    }

    private ParallelOptions Parallelism(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = _options.AtATime, CancellationToken = cancellation };

    /// <summary>The components of a folder: those of its list, those named, or the folder itself.</summary>
    /// <exception cref="UsageException">A component is not there.</exception>
    public static IReadOnlyList<PackageComponent> ComponentsOf(string folder, IReadOnlyList<string> names)
    {
        var problems = new Problems();
        var list = PackageList.FindList(folder);
        if (names.Count == 0 && list is null) return [new PackageComponent(Path.GetFileName(Path.GetFullPath(folder)), folder)];
        var known = list is null ? [] : PackageList.Read(list, problems);
        if (names.Count == 0)
        {
            problems.ThrowIfAny("components");
            return known;
        }

        // What was asked for by name is all that must be there.
        var asked = new Problems();
        var root = list is null ? folder : Path.GetDirectoryName(list)!;
        foreach (var name in names.Where(name => !Directory.Exists(Path.Combine(root, name))))
            asked.Add($"component {name}: the package has no such folder.{Nearest.Hint(name, known.Select(component => component.Name))}");
        asked.ThrowIfAny("components");
        return [.. names.SelectMany(name => PackageList.Of(root, name))];
    }

    private async Task<RenderedComponent> RenderOneAsync(ScannedComponent scan, KustomizeTool? tool, string version, Problems problems, CancellationToken cancellation)
    {
        var component = scan.Component;
        if (!scan.IsKustomization || tool is null) return await ReadPlainAsync(component, problems, cancellation);
        if (scan.Kept is { } kept && kept.Tool == version)
            return new RenderedComponent(component, [.. kept.Bodies.Select(body => Resource.FromJson(body, PlaceOf(component)))], [], FromCache: true);
        try
        {
            var fresh = await FreshAsync(component, tool, problems, cancellation);
            string?[] notes = [scan.Note, problems.Any ? null : await KeepAsync(scan.Inputs, version, fresh, cancellation)];
            return fresh with { Messages = [.. fresh.Messages, .. notes.OfType<string>()] };
        }
        catch (UsageException refused)
        {
            // One component that cannot be rendered must not hide what is wrong with the others.
            problems.AddRange(refused.Problems);
            return new RenderedComponent(component, [], [], FromCache: false);
        }
    }

    // A cache that cannot be written makes the next run slower and this one no worse.
    private async Task<string?> KeepAsync(string inputs, string version, RenderedComponent fresh, CancellationToken cancellation)
    {
        try
        {
            await _cache.KeepAsync(inputs, new KeptComponent(version, [.. fresh.Resources.Select(resource => resource.Body)]), cancellation);
            _cache.RemoveOld();
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"it is not kept for the next time: {refused.Message}";
        }
    }

    private static async Task<RenderedComponent> FreshAsync(PackageComponent component, KustomizeTool tool, Problems problems, CancellationToken cancellation)
    {
        var result = await tool.RenderAsync(component.Folder, cancellation);
        return new RenderedComponent(component, Objects(component, result.Output, problems, cancellation), Lines(result.Errors), FromCache: false);
    }

    // Where an object comes from inside a kustomization only kustomize knows; Origins finds it when somebody asks.
    private static SourcePosition PlaceOf(PackageComponent component) => new(Kustomization.FileIn(component.Folder)!);

    private static List<Resource> Objects(PackageComponent component, string rendered, Problems problems, CancellationToken cancellation)
    {
        var place = PlaceOf(component);
        var found = new Problems();
        var resources = ManifestReader.ReadText(rendered, $"{component.Name} (rendered)", found, cancellation);
        problems.AddRange(found.Found.Select(problem => problem with { Message = $"rendered, line {problem.At?.Line ?? 0}: {problem.Message}", At = place }));
        return [.. resources.Select(resource => new Resource(resource.Id, resource.Body, place))];
    }

    private static async Task<RenderedComponent> ReadPlainAsync(PackageComponent component, Problems problems, CancellationToken cancellation)
    {
        if (!ManifestReader.HasManifests(component.Folder)) return new RenderedComponent(component, [], ["holds no manifests: whatever it installs, it does not do it by manifests"], FromCache: false);
        try
        {
            var resources = await ManifestReader.ReadAsync([component.Folder], null, cancellation);
            // Configuration of tools that work on the package; no tool that renders passes it on.
            return new RenderedComponent(component, [.. resources.Where(resource => resource.Annotation("config.kubernetes.io/local-config") != "true")], [], FromCache: false);
        }
        catch (UsageException refused)
        {
            problems.AddRange(refused.Problems);
            return new RenderedComponent(component, [], [], FromCache: false);
        }
    }

    // Components may bring the same object (a namespace, mostly). Two that differ would undo each other.
    private static void RefuseDifferentTwins(IReadOnlyList<RenderedComponent> components, Problems problems)
    {
        var first = new Dictionary<ResourceId, (Resource Resource, PackageComponent Component)>();
        foreach (var component in components)
        {
            foreach (var resource in component.Resources)
            {
                if (first.TryAdd(resource.Id, (resource, component.Component)) || first[resource.Id].Component == component.Component) continue;
                if (!JsonElement.DeepEquals(first[resource.Id].Resource.Body, resource.Body))
                    problems.Add($"{resource.Id} comes with component {first[resource.Id].Component.Name} and, different, with component {component.Component.Name}.", resource.Source, "Leave one of them out, or make them alike.");
            }
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
