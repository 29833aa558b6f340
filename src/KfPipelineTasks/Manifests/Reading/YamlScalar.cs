using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>
/// What a scalar means to kubectl: YAML 1.1 as go-yaml v2 reads it (<c>yes</c> and <c>on</c> are true, <c>0644</c> is 420,
/// dates and base-60 numbers are text), which decides what the API server is sent.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, for <see cref="YamlScalarKind.Text"/>.</param>
/// <param name="Integer">The whole number, for <see cref="YamlScalarKind.Integer"/>.</param>
/// <param name="Float">The number, for <see cref="YamlScalarKind.Float"/>.</param>
/// <param name="Truth">The truth value, for <see cref="YamlScalarKind.Boolean"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct YamlScalar(YamlScalarKind Kind, string Text = "", Int128 Integer = default, double Float = 0, bool Truth = false)
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    /// <exception cref="YamlException">An explicit tag does not fit its text: <c>!!int x</c>, broken base64.</exception>
    public static YamlScalar Of(Scalar scalar)
    {
        var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        if (tag.Length == 0) return scalar.IsPlainImplicit ? OfPlain(scalar.Value) : OfText(scalar.Value);
        // "!" alone says: not to be guessed. A tag of somebody's own says nothing that JSON could carry.
        return tag.StartsWith(TagPrefix, StringComparison.Ordinal) ? OfTagged(scalar, tag[TagPrefix.Length..]) : OfText(scalar.Value);
    }

    private static YamlScalar OfTagged(Scalar scalar, string tag)
    {
        if (tag is "str") return OfText(scalar.Value);
        if (tag is "binary") return OfText(Decoded(scalar));
        var found = OfPlain(scalar.Value);
        return tag switch
        {
            "float" when found.Kind == YamlScalarKind.Integer => new(YamlScalarKind.Float, Float: (double)found.Integer),
            "float" when found.Kind == YamlScalarKind.Float => found,
            "int" when found.Kind == YamlScalarKind.Integer => found,
            "bool" when found.Kind == YamlScalarKind.Boolean => found,
            "null" when found.Kind == YamlScalarKind.Null => found,
            "float" or "int" or "bool" or "null" => throw new YamlException(scalar.Start, scalar.End, $"'{scalar.Value}' is no !!{tag}"),
            _ => OfText(scalar.Value),
        };
    }

    private static string Decoded(Scalar scalar)
    {
        try
        {
            // JSON strings are Unicode: what is no UTF-8 becomes U+FFFD, as it does in kubectl.
            return Encoding.UTF8.GetString(Convert.FromBase64String(scalar.Value));
        }
        catch (FormatException broken)
        {
            throw new YamlException(scalar.Start, scalar.End, "!!binary needs base64 text", broken);
        }
    }

    private static YamlScalar OfText(string text) => new(YamlScalarKind.Text, text);

    private static YamlScalar OfPlain(string text)
    {
        if (text.Length == 0) return new(YamlScalarKind.Null);
        return text[0] switch
        {
            '~' or 'n' or 'N' or 'y' or 'Y' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' => OfWord(text),
            '.' => OfPoint(text),
            '+' or '-' or (>= '0' and <= '9') => OfNumber(text),
            _ => OfText(text),
        };
    }

    private static YamlScalar OfWord(string text) => text switch
    {
        "~" or "null" or "Null" or "NULL" => new(YamlScalarKind.Null),
        "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => new(YamlScalarKind.Boolean, Truth: true),
        "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => new(YamlScalarKind.Boolean),
        _ => OfText(text),
    };

    private static YamlScalar OfPoint(string text) => text switch
    {
        ".inf" or ".Inf" or ".INF" => OfFloat(double.PositiveInfinity),
        ".nan" or ".NaN" or ".NAN" => OfFloat(double.NaN),
        _ => SeparatesDigits(text) && text.Replace("_", "", StringComparison.Ordinal) is var digits && IsDecimal(digits) && TryFloat(digits, out var number) ? OfFloat(number) : OfText(text),
    };

    // Go takes an underscore between two digits for nothing, and anywhere else for a text.
    private static bool SeparatesDigits(string text)
    {
        for (var at = text.IndexOf('_'); at >= 0; at = text.IndexOf('_', at + 1))
        {
            if (at + 1 == text.Length || !char.IsAsciiDigit(text[at - 1]) || !char.IsAsciiDigit(text[at + 1])) return false;
        }

        return true;
    }

    private static YamlScalar OfNumber(string text)
    {
        if (text is "+.inf" or "+.Inf" or "+.INF") return OfFloat(double.PositiveInfinity);
        if (text is "-.inf" or "-.Inf" or "-.INF") return OfFloat(double.NegativeInfinity);
        var digits = text.Contains('_') ? text.Replace("_", "", StringComparison.Ordinal) : text;
        if (TryInteger(digits, out var whole)) return new(YamlScalarKind.Integer, Integer: whole);
        return IsDecimal(digits) && TryFloat(digits, out var number) ? OfFloat(number) : OfText(text);
    }

    private static YamlScalar OfFloat(double number) => new(YamlScalarKind.Float, Float: number);

    // A whole number in any base YAML 1.1 and Go know (0x1f, 0644, 0o644, 0b101), if it fits 64 bits; larger ones are floats.
    private static bool TryInteger(string text, out Int128 number)
    {
        var negative = text[0] == '-';
        var digits = text.AsSpan(text[0] is '-' or '+' ? 1 : 0);
        var radix = Radix(digits, out var skip);
        number = 0;
        digits = digits[skip..];
        if (digits.IsEmpty) return false;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : 99;
            if (digit >= radix || number > ulong.MaxValue) return false;
            number = (number * radix) + digit;
        }

        // Only a number without a sign may use the upper half of 64 bits.
        if (negative) number = -number;
        return negative ? number >= long.MinValue : number <= (text[0] == '+' ? long.MaxValue : ulong.MaxValue);
    }

    private static int Radix(ReadOnlySpan<char> digits, out int skip)
    {
        skip = 0;
        if (digits.Length < 2 || digits[0] != '0') return 10;
        skip = 2;
        switch (digits[1])
        {
            case 'x' or 'X': return 16;
            case 'o' or 'O': return 8;
            case 'b' or 'B': return 2;
            default:
                skip = 1;
                return 8;
        }
    }

    // [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?  - written out because it runs for every number.
    private static bool IsDecimal(string text)
    {
        var at = text[0] is '-' or '+' ? 1 : 0;
        var whole = Digits(text, ref at);
        var fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            fraction = Digits(text, ref at);
        }

        if (whole + fraction == 0) return false;
        if (at == text.Length) return true;
        if (text[at] is not ('e' or 'E')) return false;
        at++;
        if (at < text.Length && text[at] is ('-' or '+')) at++;
        return Digits(text, ref at) > 0 && at == text.Length;
    }

    private static int Digits(string text, ref int at)
    {
        var from = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at - from;
    }

    // A number too large for a double is text, as it is in kubectl.
    private static bool TryFloat(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
