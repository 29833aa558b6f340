using System.Net;
using System.Text.RegularExpressions;

namespace KfPipelineTasks.Manifests.Vendoring;

/// <summary>What a remote reference means, in the terms in which kustomize reads it: one file at an address, or a folder of a git repository.</summary>
/// <param name="Address">Address of the file, or of the repository.</param>
/// <param name="IsRepository">It is a git repository.</param>
/// <param name="Folder">Folder in the repository; empty for its top.</param>
/// <param name="Revision">Branch, tag or commit; empty for the repository's own branch.</param>
internal sealed partial record RemoteSource(string Address, bool IsRepository, string Folder = "", string Revision = "")
{
    private static readonly string[] FileEndings = [".yaml", ".yml", ".json"];
    private static readonly string[] KnownHosts = ["github.com", "gitlab.com", "bitbucket.org"];

    /// <summary>Reads a reference.</summary>
    /// <param name="problem">Why it is not followed; null when it is.</param>
    public static RemoteSource? Parse(string text, out string? problem)
    {
        var (address, revision) = Split(text);
        var source = IsFile(address) && revision.Length == 0 ? new RemoteSource(address, IsRepository: false) : Repository(address) with { Revision = revision };
        problem = Refusal(source);
        return problem is null ? source : null;
    }

    private static (string Address, string Revision) Split(string text)
    {
        if (text.StartsWith("git::", StringComparison.Ordinal)) text = text["git::".Length..];
        if (text.StartsWith("gh:", StringComparison.Ordinal)) text = "https://github.com/" + text["gh:".Length..];
        var query = text.IndexOf('?', StringComparison.Ordinal);
        if (query < 0) return (WithScheme(text), "");
        var words = text[(query + 1)..].Split('&').Select(word => word.Split('=', 2)).Where(word => word is ["ref" or "version", _]);
        return (WithScheme(text[..query]), words.Select(word => Uri.UnescapeDataString(word[1])).FirstOrDefault() ?? "");
    }

    // git@host:path is ssh already; host/path is https.
    private static string WithScheme(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.StartsWith("git@", StringComparison.Ordinal) ? text : "https://" + text;

    private static bool IsFile(string address) =>
        FileEndings.Any(ending => address.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            && !address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..].Contains("//", StringComparison.Ordinal);

    private static RemoteSource Repository(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        if (address.IndexOf("//", start, StringComparison.Ordinal) is > 0 and var marked && marked > start) return At(address, marked, 2);
        if (Suffix().Match(address) is { Success: true } suffix) return At(address, suffix.Index + ".git".Length, 1);
        // Hosts where a repository is always owner/name: what follows is a folder in it.
        var path = Uri.TryCreate(address, UriKind.Absolute, out var uri) && KnownHosts.Contains(uri.Host) ? uri.AbsolutePath.Trim('/').Split('/') : [];
        return path.Length <= 2 ? new RemoteSource(address, IsRepository: true) : new RemoteSource($"{uri!.Scheme}://{uri.Authority}/{path[0]}/{path[1]}", IsRepository: true, string.Join('/', path[2..]));
    }

    private static RemoteSource At(string address, int end, int skip) => new(address[..end], IsRepository: true, address[Math.Min(address.Length, end + skip)..].Trim('/'));

    private static string? Refusal(RemoteSource source)
    {
        if (source.Folder.Split('/').Contains("..", StringComparer.Ordinal)) return "it leads out of its repository.";
        if (source.Revision.StartsWith('-') || source.Address.StartsWith('-')) return "it begins like an option of git.";
        if (source.Address.StartsWith("git@", StringComparison.Ordinal)) return null;
        if (!Uri.TryCreate(source.Address, UriKind.Absolute, out var uri)) return "it is no address.";
        if (uri.UserInfo.Contains(':', StringComparison.Ordinal)) return "it holds a password, which would be written into the lock file.";
        return uri.Scheme switch
        {
            "https" or "ssh" => null,
            "file" when source.IsRepository => null,
            "http" when uri.IsLoopback || (IPAddress.TryParse(uri.Host, out var ip) && IPAddress.IsLoopback(ip)) => null,
            "http" => "plain http is not fetched: anybody on the way could change it.",
            _ => $"nothing is fetched over {uri.Scheme}.",
        };
    }

    [GeneratedRegex(@"\.git(?=/|\z)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Suffix();
}
