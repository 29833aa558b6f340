using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>
/// The second fence around secrets (the first one is the type <see cref="Secret"/>): whatever a form writes goes through here, and a
/// known value comes out as <c>***</c> - as it is, line by line, in JSON, in a URL, and in base64 at each of its three alignments.
/// Safe to use from several threads.
/// </summary>
public sealed class SecretScrubber
{
    /// <summary>Shorter values are left alone: hiding every "ab" would hide the output, not the secret.</summary>
    public const int ShortestValue = 4;

    private const string Mark = "***";

    // What a Google credentials file says about itself in public. Hiding "service_account" or a project id would make logs unreadable.
    private static readonly HashSet<string> PublicFields = new(StringComparer.Ordinal)
    {
        "type", "project_id", "client_email", "client_id", "auth_uri", "token_uri", "auth_provider_x509_cert_url", "client_x509_cert_url", "universe_domain", "quota_project_id",
    };

    private readonly Lock _gate = new();
    private readonly HashSet<string> _variants = new(StringComparer.Ordinal);
    private volatile SearchValues<string>? _search;
    private volatile string[] _longestFirst = [];

    /// <summary>From now on the secret never comes out.</summary>
    public void Add(Secret secret)
    {
        lock (_gate)
        {
            var before = _variants.Count;
            foreach (var leaf in Leaves(secret)) _variants.UnionWith(Variants(leaf).Where(v => v.Length >= ShortestValue));
            if (_variants.Count == before) return;
            _longestFirst = [.. _variants.OrderByDescending(v => v.Length).ThenBy(v => v, StringComparer.Ordinal)];
            _search = SearchValues.Create(_longestFirst, StringComparison.Ordinal);
        }
    }

    /// <summary>The text without any known value.</summary>
    public string Scrub(string text)
    {
        if (_search is not { } search || text.Length == 0) return text;
        var at = text.AsSpan().IndexOfAny(search);
        if (at < 0) return text;
        var clean = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (at >= 0)
        {
            clean.Append(rest[..at]).Append(Mark);
            rest = rest[(at + LongestAt(rest[at..]))..];
            at = rest.IndexOfAny(search);
        }

        return clean.Append(rest).ToString();
    }

    /// <summary>The parts of a secret that are secret by themselves: the leaves of a JSON document, else the value.</summary>
    public static IReadOnlyList<string> Leaves(Secret secret)
    {
        var value = secret.Reveal();
        if (value.AsSpan().TrimStart() is not ['{' or '[', ..]) return Whole(value);
        try
        {
            using var json = JsonDocument.Parse(value);
            return [.. JsonLeaves(json.RootElement).Where(l => l.Trim().Length >= ShortestValue).Distinct(StringComparer.Ordinal)];
        }
        catch (JsonException)
        {
            // It only looks like JSON, so it is one value.
            return Whole(value);
        }
    }

    private static List<string> Whole(string value) => value.Trim().Length >= ShortestValue ? [value] : [];

    private static IEnumerable<string> JsonLeaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Where(p => !PublicFields.Contains(p.Name)).SelectMany(p => JsonLeaves(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(JsonLeaves),
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Number => [element.GetRawText()],
        _ => [],
    };

    private static IEnumerable<string> Variants(string value)
    {
        var lines = value.Split(['\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in lines.Append(value).Append(value.Trim()).Distinct(StringComparer.Ordinal))
        {
            if (part.Trim().Length < ShortestValue) continue;
            yield return part;
            foreach (var json in Json(part)) yield return json;
            yield return Uri.EscapeDataString(part);
            yield return Uri.EscapeDataString(part).Replace("%20", "+", StringComparison.Ordinal);
            foreach (var base64 in Base64(part)) yield return base64;
        }
    }

    // .NET writes \u003C, Go \u003c, others leave < alone and write \/.
    private static IEnumerable<string> Json(string value)
    {
        var strict = JavaScriptEncoder.Default.Encode(value);
        var relaxed = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);
        yield return strict;
        yield return relaxed;
        yield return relaxed.Replace("/", "\\/", StringComparison.Ordinal);
        yield return relaxed.Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal).Replace("&", "\\u0026", StringComparison.Ordinal);
    }

    // A value inside a longer text (user:password) starts at any of three places of a base64 group; the characters that
    // depend on the neighbours are cut off.
    private static IEnumerable<string> Base64(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        yield return Convert.ToBase64String(bytes);
        for (var shift = 0; shift < 3; shift++)
        {
            var encoded = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
            var first = shift == 0 ? 0 : shift + 1;
            var last = (bytes.Length + shift) % 3 == 0 ? encoded.Length : encoded.Length - 1;
            if (last - first < ShortestValue) continue;
            var stable = encoded[first..last];
            yield return stable;
            yield return stable.Replace('+', '-').Replace('/', '_');
        }
    }

    private int LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var variant in _longestFirst)
        {
            if (text.StartsWith(variant, StringComparison.Ordinal)) return variant.Length;
        }

        return 1;
    }
}
