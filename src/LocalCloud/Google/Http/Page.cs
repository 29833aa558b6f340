using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace LocalCloud.Google.Http;

/// <summary>Cuts a list into pages with opaque tokens.</summary>
internal static class Page
{
    /// <summary>Adds one page of the items to the answer, and a token when there is more.</summary>
    /// <param name="call">The request; its <paramref name="sizeParameter"/> and <c>pageToken</c> are read.</param>
    /// <param name="field">Name of the list in the answer; absent when the page is empty, as in the real APIs.</param>
    /// <param name="items">Everything there is, in a stable order.</param>
    /// <param name="largest">The API's own limit, also the default.</param>
    public static JsonObject Of(ApiCall call, string field, IReadOnlyList<JsonNode> items, int largest, string sizeParameter = "pageSize")
    {
        var size = int.TryParse(call.Query[sizeParameter], CultureInfo.InvariantCulture, out var asked) && asked > 0 ? Math.Min(asked, largest) : largest;
        var start = StartOf(call.Query["pageToken"]);
        var answer = new JsonObject();
        var page = items.Skip(start).Take(size).ToArray();
        if (page.Length > 0) answer[field] = new JsonArray(page);
        if (start + size < items.Count) answer["nextPageToken"] = Convert.ToBase64String(Encoding.ASCII.GetBytes($"at:{start + size}"));
        return answer;
    }

    private static int StartOf(string? token)
    {
        if (string.IsNullOrEmpty(token)) return 0;
        var bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length) is { } text && text.StartsWith("at:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(3), CultureInfo.InvariantCulture, out var start) && start >= 0)
        {
            return start;
        }

        throw GoogleException.InvalidArgument("Invalid page token.");
    }
}
