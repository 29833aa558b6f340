using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Vendoring;

/// <summary>Fetches one revision of a repository into a folder, with nothing that the repository could make run.</summary>
internal sealed class Git(VendorOptions options)
{
    private static readonly string[] Passed = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_SSH_COMMAND", "SSH_AUTH_SOCK"];

    /// <returns>The commit.</returns>
    /// <exception cref="UsageException">There is no git, or it refuses; carries its words.</exception>
    public async Task<string> FetchAsync(RemoteSource source, string folder, CancellationToken cancellation)
    {
        await RunAsync(folder, cancellation, "init", "--quiet");
        var revision = source.Revision.Length == 0 ? "HEAD" : source.Revision;
        // Most servers hand out any commit by its full name; of others, and of short names, everything is fetched.
        var one = await TryAsync(folder, cancellation, "fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--", source.Address, revision);
        var wanted = "FETCH_HEAD";
        if (one.ExitCode != 0)
        {
            var all = await TryAsync(folder, cancellation, "fetch", "--quiet", "--no-recurse-submodules", "--", source.Address, "+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*");
            if (all.ExitCode != 0) throw Failed(source, all);
            wanted = $"{revision}^{{commit}}";
        }

        var commit = await TryAsync(folder, cancellation, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted);
        if (commit.ExitCode != 0) throw new UsageException($"{source.Address} has no revision '{revision}'.");
        await RunAsync(folder, cancellation, "checkout", "--quiet", "--detach", commit.Output.Trim());
        return commit.Output.Trim();
    }

    private async Task RunAsync(string folder, CancellationToken cancellation, params string[] words)
    {
        var result = await TryAsync(folder, cancellation, words);
        if (result.ExitCode != 0) throw new UsageException($"git {words[0]} ended with {result.ExitCode}: {LastWords(result)}");
    }

    private async Task<ProcessResult> TryAsync(string folder, CancellationToken cancellation, params string[] words)
    {
        var git = KustomizeTool.Locate("git", options.SearchPath) ?? throw new UsageException("Fetching from a repository needs git, and it is not on PATH.", "Install it: https://git-scm.com/downloads");
        var environment = options.Environment.Where(e => Passed.Contains(e.Key)).ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
        environment["PATH"] = options.SearchPath;
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GIT_ALLOW_PROTOCOL"] = "https:http:ssh:file";
        // Nobody is here to answer; bytes stay as they are; nothing of the repository runs.
        return await ChildProcess.RunAsync(git, ["-C", folder, "-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false", "-c", "core.fsmonitor=false", "-c", "credential.interactive=false", .. words], environment, cancellation);
    }

    private static UsageException Failed(RemoteSource source, ProcessResult result) => new($"{source.Address} cannot be fetched: {LastWords(result)}");

    private static string LastWords(ProcessResult result) =>
        result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(line => line.StartsWith("fatal:", StringComparison.Ordinal))
            ?? result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "git gave no reason";
}
