using System.Globalization;
using System.Numerics;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>Kubernetes quantities as exact numbers: <c>1000m</c> is <c>1</c>, <c>1Gi</c> is <c>1024Mi</c>, <c>1e3</c> is <c>1k</c>.</summary>
internal static class Quantity
{
    // Everything is counted in nano units, the finest there are.
    private static readonly Dictionary<string, BigInteger> Suffixes = new()
    {
        ["n"] = 1, ["u"] = 1_000, ["m"] = 1_000_000, [""] = Unit, ["k"] = Unit * 1_000, ["M"] = Unit * 1_000_000, ["G"] = Unit * BigInteger.Pow(10, 9),
        ["T"] = Unit * BigInteger.Pow(10, 12), ["P"] = Unit * BigInteger.Pow(10, 15), ["E"] = Unit * BigInteger.Pow(10, 18),
        ["Ki"] = Unit << 10, ["Mi"] = Unit << 20, ["Gi"] = Unit << 30, ["Ti"] = Unit << 40, ["Pi"] = Unit << 50, ["Ei"] = Unit << 60,
    };

    private static BigInteger Unit => 1_000_000_000;

    public static bool Same(string a, string b) => a == b || (Parse(a) is { } x && Parse(b) is { } y && x == y);

    /// <summary>The quantity in nano units, rounded up as the server does; null for other text.</summary>
    public static BigInteger? Parse(string text)
    {
        var end = 0;
        if (end < text.Length && text[end] is '+' or '-') end++;
        var digits = end;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) end++;
        var number = text[..end];
        if (end == digits || number.Count(c => c == '.') > 1 || number.All(c => !char.IsAsciiDigit(c))) return null;
        var suffix = text[end..];
        if (Suffixes.TryGetValue(suffix, out var scale)) return Scale(number, scale);
        return suffix.Length > 1 && suffix[0] is 'e' or 'E' &&
               int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) && Math.Abs(exponent) < 100
            ? exponent >= 0 ? Scale(number, Unit * BigInteger.Pow(10, exponent)) : Scale(number, Unit, BigInteger.Pow(10, -exponent))
            : null;
    }

    private static BigInteger Scale(string number, BigInteger by) => Scale(number, by, BigInteger.One);

    private static BigInteger Scale(string number, BigInteger by, BigInteger divisor)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : number.Length - point - 1;
        var whole = BigInteger.Parse(number.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) * by;
        var quotient = BigInteger.DivRem(whole, divisor * BigInteger.Pow(10, decimals), out var rest);
        // Finer than nano is rounded away from zero.
        return rest.IsZero ? quotient : quotient + rest.Sign;
    }
}
