using System.Globalization;
using System.Security.Cryptography;

namespace LocalCloud.Google.Store;

/// <summary>Names and numbers a server invents, in the forms of the real ones.</summary>
internal static class Ids
{
    /// <summary>Decimal digits, the first one not zero: unique ids (21), compute ids (19), project numbers (12).</summary>
    public static string Digits(int count) =>
        string.Create(count, 0, (span, _) =>
        {
            for (var at = 0; at < span.Length; at++) span[at] = (char)('0' + RandomNumberGenerator.GetInt32(at == 0 ? 1 : 0, 10));
        });

    public static string Hex(int characters) => RandomNumberGenerator.GetHexString(characters, lowercase: true);

    /// <summary><c>operation-1558074043943-c4492e58</c>.</summary>
    public static string Operation(DateTimeOffset now) => $"operation-{now.ToUnixTimeMilliseconds()}-{Hex(8)}";

    public static string Uuid() => Guid.NewGuid().ToString();

    /// <summary>Eight bytes as Google writes an etag of a document.</summary>
    public static string Etag() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(8));

    /// <summary>RFC 3339 with microseconds.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339 with whole seconds.</summary>
    public static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The same letters for the same name, always: parts of names that must not change between two looks.</summary>
    public static string Derived(string name, int characters) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))[..characters];
}
