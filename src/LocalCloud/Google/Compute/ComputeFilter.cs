using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Google.Http;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Compute;

/// <summary>The filters of list calls: <c>name = "x"</c>, <c>name != "x"</c>, <c>name eq regex</c>, <c>name ne regex</c>, <c>name:x*</c>, several of them side by side.</summary>
internal static class ComputeFilter
{
    private static readonly Regex Term = new(@"\G\s*\(?\s*(?<field>[a-zA-Z.]+)\s*(?<sign>=|!=|:|\seq\s|\sne\s)\s*(?<value>""[^""]*""|'[^']*'|[^\s()]+)\s*\)?\s*(AND\s)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public static Func<JsonObject, bool> Parse(string text)
    {
        var terms = new List<Func<JsonObject, bool>>();
        for (var at = 0; at < text.Length;)
        {
            var match = Term.Match(text, at);
            if (!match.Success) throw new GoogleException(400, "INVALID_ARGUMENT", $"Invalid value for field 'filter': '{text}'. Invalid list filter expression.", "invalid");
            terms.Add(Test(match.Groups["field"].Value, match.Groups["sign"].Value.Trim(), match.Groups["value"].Value.Trim('"', '\'')));
            at = match.Index + match.Length;
        }

        return item => terms.TrueForAll(term => term(item));
    }

    private static Func<JsonObject, bool> Test(string field, string sign, string value)
    {
        var pattern = sign is "eq" or "ne" ? new Regex($"^(?:{value})\\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) : null;
        return item =>
        {
            var found = item.Text(field) ?? item[field]?.ToString() ?? "";
            return sign switch
            {
                "eq" => pattern!.IsMatch(found),
                "ne" => !pattern!.IsMatch(found),
                "=" => found == value,
                "!=" => found != value,
                _ => value.EndsWith('*') ? found.StartsWith(value[..^1], StringComparison.Ordinal) : found.Contains(value, StringComparison.Ordinal),
            };
        };
    }
}
