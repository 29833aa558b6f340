using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Manifests.Vendoring;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>
/// Everything a kustomization is made of: its own files and those of everything it refers to. Found without rendering, so that a
/// reference to another machine is refused before anything is run, and so that what has not changed need not be rendered again.
/// </summary>
internal sealed partial class Kustomization
{
    private static readonly string[] FileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    // Fields whose entries kustomize fetches when they are no file. Elsewhere a URL is only text.
    private static readonly string[] Fetched =
    [
        "resources", "bases", "components", "crds", "configurations", "generators", "transformers", "validators", "patchesStrategicMerge", "openapi", "patches", "patchesJson6902", "replacements", "helmCharts",
        "helmChartInflationGenerator",
    ];

    private readonly HashSet<string> _folders = [];
    private readonly SortedSet<string> _files = new(StringComparer.Ordinal);
    private readonly Problems _problems;
    private readonly List<RemoteReference>? _remotes;
    private readonly string _root;

    private Kustomization(string root, Problems problems, List<RemoteReference>? remotes)
    {
        _root = Path.GetFullPath(root);
        _problems = problems;
        _remotes = remotes;
    }

    /// <summary>Full paths of all files that go in.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>The kustomization file of a folder, or null.</summary>
    public static string? FileIn(string folder) => FileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Follows a kustomization to everything it refers to.</summary>
    /// <param name="problems">Is told of references that lead nowhere or to another machine, with file and line.</param>
    /// <param name="remotes">Gets the references to other machines, which then are no problems; null to have them told.</param>
    public static Kustomization Scan(string folder, Problems problems, List<RemoteReference>? remotes = null)
    {
        var scan = new Kustomization(folder, problems, remotes);
        scan.Visit(folder);
        return scan;
    }

    /// <summary>Bytes of all files: what takes long to render is mostly what is large.</summary>
    public long Size => _files.Sum(file => new FileInfo(file).Length);

    /// <summary>A hash of the names and contents of everything that goes in. Names are relative: where the package lies does not matter.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in _files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{Path.GetRelativePath(_root, file)}\n"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Visit(string folder)
    {
        if (!_folders.Add(Path.GetFullPath(folder))) return;
        // The whole folder counts: what a kustomization does not name today it may pick up by a generator.
        foreach (var file in Directory.EnumerateFiles(folder).Where(File.Exists)) _files.Add(Path.GetFullPath(file));
        if (FileIn(folder) is { } kustomization) Follow(kustomization, folder, isKustomization: true);
    }

    private void Follow(string file, string folder, bool isKustomization)
    {
        foreach (var (path, text, at) in YamlLists.Scalars(File.ReadAllText(file), file, _problems))
        {
            var isReference = isKustomization && path.Count > 0 && Fetched.Contains(path[0]);
            if (text.Length is 0 or > 400 || text.Contains('\n')) continue;
            if (isReference && IsEntry(path) && IsRemote(text) && !Exists(folder, text)) Refuse(text, at);
            // "key=file" in generators.
            else foreach (var candidate in new[] { text, text[(text.IndexOf('=') + 1)..] }.Distinct()) Include(candidate, folder, path);
            if (isReference && path is ["resources" or "bases" or "components", ""] && !IsRemote(text) && !Exists(folder, text))
                _problems.Add($"'{text}' is neither a file nor a folder.", at);
        }
    }

    // The entry itself or its path; not the target of a patch, which is no reference.
    private static bool IsEntry(IReadOnlyList<string> path) => path.Count == 2 || path[^1] is "path" or "repo";

    private void Include(string candidate, string folder, IReadOnlyList<string> path)
    {
        // Elsewhere what begins with a slash is a path inside an object.
        if (candidate.Length == 0 || (Path.IsPathRooted(candidate) && !IsSource(path)) || candidate.IndexOfAny(Path.GetInvalidPathChars()) >= 0) return;
        var full = Path.GetFullPath(Path.Combine(folder, candidate));
        if (Directory.Exists(full))
        {
            if (FileIn(full) is not null) Visit(full);
        }
        else if (File.Exists(full) && _files.Add(full) | path[0] is "generators" or "transformers" or "validators")
        {
            // What configures a generator names files itself.
            if (path[0] is "generators" or "transformers" or "validators" && full.EndsWith("ml", StringComparison.Ordinal)) Follow(full, Path.GetDirectoryName(full)!, isKustomization: false);
        }
    }

    private static bool IsSource(IReadOnlyList<string> path) =>
        path.Count > 0 && (Fetched.Contains(path[0]) || path[0] is "configMapGenerator" or "secretGenerator") && path is [.., "path" or "files" or "envs" or "env", ""] or [.., "path" or "env"] or [_, ""];

    private static bool Exists(string folder, string path) => Path.Exists(Path.Combine(folder, path));

    private void Refuse(string text, SourcePosition at)
    {
        if (_remotes is not null) _remotes.Add(new RemoteReference(text, at));
        else _problems.Add($"'{text}' is fetched from another machine while rendering, so what is deployed could change under you.", at, "Run the task Vendor: it fetches it once, notes its digest, and refers to the copy.");
    }

    private static bool IsRemote(string text) => Remote().IsMatch(text);

    // What kustomize takes for a URL or a repository when it is no file: a scheme, git@, git::, a well-known host, "//" or "?ref=".
    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*://|^git::|^git@|^gh:|^(www\.)?(github|gitlab|bitbucket)\.[a-z]+[/:]|\?(ref|version|timeout)=|\.git(/|$|\?)|^[a-z0-9-]+(\.[a-z0-9-]+)+/.+//", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Remote();
}
