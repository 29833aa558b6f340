using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>The program that renders kustomizations: <c>kustomize</c>, else the one inside <c>kubectl</c>.</summary>
internal sealed class KustomizeTool
{
    private readonly string _program;
    private readonly string _verb;
    private readonly string[] _versionWords;
    private readonly Dictionary<string, string> _environment;

    private KustomizeTool(string program, string verb, string[] versionWords, string searchPath)
    {
        _environment = new Dictionary<string, string> { ["PATH"] = searchPath };
        _program = program;
        _verb = verb;
        _versionWords = versionWords;
    }

    /// <summary>Finds the program.</summary>
    /// <param name="searchPath">Folders as <c>PATH</c> lists them.</param>
    /// <exception cref="UsageException">There is none.</exception>
    public static KustomizeTool Find(string searchPath)
    {
        if (Locate("kustomize", searchPath) is { } kustomize) return new KustomizeTool(kustomize, "build", ["version"], searchPath);
        if (Locate("kubectl", searchPath) is { } kubectl) return new KustomizeTool(kubectl, "kustomize", ["version", "--client"], searchPath);
        throw new UsageException(
            "Rendering needs kustomize, or the kubectl that has it inside, and neither is on PATH.",
            "Install one of them: https://kubectl.docs.kubernetes.io/installation/kustomize/ or https://kubernetes.io/docs/tasks/tools/");
    }

    /// <summary>What the program says about its version.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellation)
    {
        var result = await ChildProcess.RunAsync(_program, _versionWords, _environment, cancellation);
        return result.ExitCode == 0 ? $"{Path.GetFileName(_program)} {result.Output.Trim()}" : throw Failed("version", result);
    }

    /// <summary>What a person would say of it: <c>kubectl 1.32.4 with kustomize 5.5.0</c>.</summary>
    /// <exception cref="UsageException">It does not say its version.</exception>
    public async Task<string> NameAsync(CancellationToken cancellation)
    {
        var versions = (await VersionAsync(cancellation)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 1 && word[0] == 'v' && char.IsAsciiDigit(word[1])).Select(word => word[1..]).ToList();
        var program = Path.GetFileNameWithoutExtension(_program);
        return versions switch
        {
            [var kubectl, var kustomize, ..] => $"{program} {kubectl} with kustomize {kustomize}",
            [var one] => $"{program} {one}",
            _ => program,
        };
    }

    /// <summary>Renders a folder.</summary>
    /// <exception cref="UsageException">The program refuses it; carries its words.</exception>
    public async Task<ProcessResult> RenderAsync(string folder, CancellationToken cancellation)
    {
        // Components of the distribution reach into each other's folders.
        var result = await ChildProcess.RunAsync(_program, [_verb, folder, "--load-restrictor", "LoadRestrictionsNone"], _environment, cancellation);
        return result.ExitCode == 0 ? result : throw Failed(folder, result);
    }

    private UsageException Failed(string what, ProcessResult result) => new(
        $"{what}: {Path.GetFileName(_program)} {_verb} ended with {result.ExitCode}: {LastWords(result.Errors)}");

    // Deprecation warnings come first; the error is what the program says last.
    private static string LastWords(string errors) =>
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault(line => !line.StartsWith("# Warning", StringComparison.Ordinal)) ?? "it gave no reason";

    /// <summary>A program on a search path, as a full path; null when it is not there.</summary>
    internal static string? Locate(string name, string searchPath)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{name}.exe", name] : [name];
        return searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).SelectMany(folder => names.Select(file => Path.Combine(folder, file))).FirstOrDefault(File.Exists);
    }
}
