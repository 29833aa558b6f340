using System.Text.RegularExpressions;
using LocalCloud.Record;

namespace Build.Tests.Google;

/// <summary>Takes out of a text what is different in every run: times, names of operations and keys, addresses, etags.</summary>
internal static partial class CaseText
{
    public static string Of(string said)
    {
        var all = said.Split('\n');
        var lines = all.TakeWhile(line => line != "Tasks").Concat(all.SkipWhile(line => line != "Tasks").SkipWhile(line => !line.StartsWith("error:", StringComparison.Ordinal))).Where(line => !line.TrimStart().StartsWith("Waiting for ", StringComparison.Ordinal) && !line.EndsWith(" s.", StringComparison.Ordinal) && !IsOfTheMachine(line));
        return Steady(string.Join('\n', lines)).TrimEnd();
    }

    public static string Of(RecordedRequest request)
    {
        var server = request.Server == "google" ? "" : $"{request.Server} ";
        return Steady($"{server}{request.Method} {request.Path}{request.Query} {PrivateKey().Replace(request.Body, "<key of the account>")}").TrimEnd();
    }

    public static string Steady(string text) => Folder().Replace(Uid().Replace(Hash().Replace(Etag().Replace(Address().Replace(Operation().Replace(Time().Replace(text, "<time>"), "<operation>"), "<address>"), "\"etag\":\"<etag>\""), "<id>"), "<uid>"), "<folder>");

    // Which tools are installed, and which versions of them.
    private static bool IsOfTheMachine(string line) => line.Contains("Packages are rendered by", StringComparison.Ordinal) || line.Contains("Rendering needs kustomize", StringComparison.Ordinal);

    [GeneratedRegex(@"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:.]+( UTC|Z)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time();

    [GeneratedRegex(@"operation-[0-9]+-[0-9a-f]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Operation();

    [GeneratedRegex(@"127\.0\.0\.1:[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex("\"etag\":\"[^\"]*\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Etag();

    [GeneratedRegex(@"\b[0-9a-f]{40}\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hash();

    [GeneratedRegex(@"(?<=\""uid\"":\"")[0-9a-f-]{36}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Uid();

    [GeneratedRegex(@"(?<=^|\s)/[^\s]*/kf-google-[A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Folder();

    [GeneratedRegex("(?<=\"user-gcp-sa.json\":\")[^\"]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PrivateKey();
}
