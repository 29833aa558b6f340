using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers;

/// <summary>Names that controllers make up: the forms of the real ones, but the same in every run.</summary>
internal static class Names
{
    /// <summary>The letters Kubernetes uses: no vowels, so that no words come out.</summary>
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>A hash of a document, as in <c>pod-template-hash</c>.</summary>
    public static string HashOf(JsonNode? document)
    {
        var builder = new StringBuilder();
        foreach (var digit in Fnv(Canonical(document)).ToString()) builder.Append(Letters[digit - '0']);
        return builder.ToString();
    }

    /// <summary>Five letters that follow from the text.</summary>
    public static string Suffix(string seed)
    {
        var rest = Fnv(seed);
        var builder = new StringBuilder(5);
        for (var letter = 0; letter < 5; letter++)
        {
            builder.Append(Letters[(int)(rest % (uint)Letters.Length)]);
            rest /= (uint)Letters.Length;
        }

        return builder.ToString();
    }

    /// <summary>The first of <c>prefix + five letters</c> that is not taken.</summary>
    public static string Free(string prefix, Func<string, bool> isTaken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var name = prefix + Suffix($"{prefix}{attempt}");
            if (!isTaken(name)) return name;
        }
    }

    /// <summary>Eight or more hexadecimal digits that follow from the text.</summary>
    public static string Hex(string seed, int digits) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..digits];

    /// <summary>An identifier that follows from the text.</summary>
    public static string Uuid(string seed) =>
        new Guid(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16)).ToString();

    /// <summary>A number below <paramref name="limit"/> that follows from the text.</summary>
    public static uint Number(string seed, uint limit) => Fnv(seed) % limit;

    private static uint Fnv(string text)
    {
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes(text)) hash = (hash ^ value) * 16777619u;
        // Texts that differ in their last letter only must differ in every letter of the name.
        hash ^= hash >> 16;
        hash *= 0x85ebca6bu;
        hash ^= hash >> 13;
        hash *= 0xc2b2ae35u;
        return hash ^ (hash >> 16);
    }

    /// <summary>The same text for documents with the same meaning: members in order.</summary>
    private static string Canonical(JsonNode? node) => Json.ToText(Ordered(node));

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Ordered(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Ordered)]),
        _ => node?.DeepClone(),
    };
}
