using System.Buffers.Binary;

namespace LocalCloud.Google.Iam;

/// <summary>Marks of policies. A mark is bytes; clients may send it back in the URL-safe alphabet, with or without padding.</summary>
internal static class Etags
{
    /// <summary>The next mark: a counter, so that no policy ever has one twice.</summary>
    public static string After(string etag)
    {
        Span<byte> next = stackalloc byte[8];
        var bytes = Bytes(etag);
        var before = bytes is { Length: 8 } ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0x0706_0000_0000_0010;
        BinaryPrimitives.WriteUInt64BigEndian(next, before + 1);
        return Convert.ToBase64String(next);
    }

    public static bool Same(string one, string other) => Bytes(one) is { } left && Bytes(other) is { } right && left.AsSpan().SequenceEqual(right);

    /// <summary>The bytes as the real error text shows them: letters as they are, the rest in octal.</summary>
    public static string Show(string etag) => string.Concat((Bytes(etag) ?? []).Select(value =>
        value is >= 0x20 and < 0x7f and not (byte)'\'' and not (byte)'\\' ? ((char)value).ToString() : "\\" + Convert.ToString(value, 8).PadLeft(3, '0')));

    private static byte[]? Bytes(string etag)
    {
        var plain = etag.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        plain = plain.PadRight((plain.Length + 3) / 4 * 4, '=');
        var buffer = new byte[plain.Length];
        return Convert.TryFromBase64String(plain, buffer, out var length) ? buffer[..length] : null;
    }
}
