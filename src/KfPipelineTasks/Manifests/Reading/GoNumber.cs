using System.Globalization;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>
/// Writes numbers as Go's encoding/json does, so that our JSON is the JSON kubectl sends: <c>1.0</c> is <c>1</c>,
/// <c>1e20</c> is <c>100000000000000000000</c>, <c>1e21</c> is <c>1e+21</c>.
/// </summary>
internal static class GoNumber
{
    public static string Text(double number)
    {
        // "E16" would not be the shortest text that reads back as the same number; "R" is, only laid out otherwise.
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var sign = shortest.StartsWith('-') ? "-" : "";
        var (mantissa, exponent) = Split(shortest[sign.Length..]);
        var point = mantissa.IndexOf('.');
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var before = (point < 0 ? digits.Length : point) + exponent;
        before -= digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        if (digits.Length == 0) return sign + "0";
        var size = Math.Abs(number);
        return sign + (size is < 1e-6 or >= 1e21 ? Scientific(digits, before - 1) : Plain(digits, before));
    }

    /// <summary>A number that became a key: kubectl writes it with the precision of 32 bits.</summary>
    public static string Key(double number) => Text(double.Parse(((float)number).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    private static (string Mantissa, int Exponent) Split(string text)
    {
        var mark = text.IndexOf('E');
        return mark < 0 ? (text, 0) : (text[..mark], int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    // before: how many digits stand before the decimal point; may be negative or more than there are digits.
    private static string Plain(string digits, int before)
    {
        if (before <= 0) return "0." + new string('0', -before) + digits;
        return before >= digits.Length ? digits.PadRight(before, '0') : digits[..before] + "." + digits[before..];
    }

    private static string Scientific(string digits, int exponent) =>
        digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString(CultureInfo.InvariantCulture);
}
