using System.Globalization;
using System.Numerics;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Kubernetes quantities such as <c>500m</c>, <c>1.5Gi</c> or <c>2e3</c>.</summary>
internal static class Quantity
{
    private static readonly string[] Decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>The one spelling of a quantity that the server keeps; null when it is none.</summary>
    public static string? Canonical(string text)
    {
        if (!TryParse(text, out var nano, out var isBinary, out var isExponent)) return null;
        if (isExponent) return Exponent(nano);
        return isBinary && BigInteger.Abs(nano) >= 1024 * Billion ? InBinary(nano) ?? InDecimal(nano) : InDecimal(nano);
    }

    /// <summary>The value as a number of units; null when the text is no quantity.</summary>
    public static double? Value(string text) => TryParse(text, out var nano, out _, out _) ? (double)nano / 1e9 : null;

    private static readonly BigInteger Billion = new(1_000_000_000);

    private static bool TryParse(string text, out BigInteger nano, out bool isBinary, out bool isExponent)
    {
        nano = BigInteger.Zero;
        isBinary = isExponent = false;
        var end = text.TakeWhile((c, i) => char.IsAsciiDigit(c) || c == '.' || (i == 0 && c is '+' or '-')).Count();
        var (number, suffix) = (text[..end], text[end..]);
        if (!number.Any(char.IsAsciiDigit) || number.Count(c => c == '.') > 1) return false;
        if (!TryScale(suffix, out var numerator, out isBinary, out isExponent)) return false;
        var negative = number[0] == '-';
        var digits = number.TrimStart('+', '-');
        var dot = digits.IndexOf('.', StringComparison.Ordinal);
        var fraction = dot < 0 ? 0 : digits.Length - dot - 1;
        var mantissa = BigInteger.Parse("0" + digits.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var scaled = mantissa * numerator;
        var divisor = BigInteger.Pow(10, fraction);
        // Parts smaller than a billionth are rounded up, as the real server does.
        nano = scaled % divisor == 0 ? scaled / divisor : scaled / divisor + 1;
        if (negative) nano = -nano;
        return true;
    }

    private static bool TryScale(string suffix, out BigInteger nanoPerUnit, out bool isBinary, out bool isExponent)
    {
        nanoPerUnit = Billion;
        isBinary = isExponent = false;
        if (suffix.Length == 0) return true;
        var binary = Array.IndexOf(Binary, suffix);
        if (binary > 0)
        {
            isBinary = true;
            nanoPerUnit = Billion * BigInteger.Pow(1024, binary);
            return true;
        }
        var exponent = Array.IndexOf(Decimal, suffix);
        if (exponent >= 0)
        {
            nanoPerUnit = BigInteger.Pow(1000, exponent);
            return true;
        }
        if (suffix[0] is not ('e' or 'E') || !int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) || power is < -9 or > 30) return false;
        isExponent = true;
        nanoPerUnit = BigInteger.Pow(10, power + 9);
        return true;
    }

    private static string InDecimal(BigInteger nano)
    {
        if (nano.IsZero) return "0";
        var place = 0;
        while (place < Decimal.Length - 1 && nano % 1000 == 0)
        {
            nano /= 1000;
            place++;
        }
        return nano.ToString(CultureInfo.InvariantCulture) + Decimal[place];
    }

    private static string? InBinary(BigInteger nano)
    {
        if (nano % Billion != 0) return null;
        var value = nano / Billion;
        var place = 0;
        while (place < Binary.Length - 1 && value % 1024 == 0)
        {
            value /= 1024;
            place++;
        }
        return value.ToString(CultureInfo.InvariantCulture) + Binary[place];
    }

    private static string Exponent(BigInteger nano)
    {
        if (nano.IsZero) return "0";
        var power = -9;
        while (power < 18 && nano % 1000 == 0)
        {
            nano /= 1000;
            power += 3;
        }
        return power == 0 ? nano.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{nano}e{power}");
    }
}
