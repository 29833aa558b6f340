using System.Text.RegularExpressions;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// The type readers give an unquoted text. YAML 1.1 and 1.2 and their libraries disagree (<c>yes</c>, <c>017</c>, <c>1_000</c>,
/// <c>12:30</c>, <c>2001-01-01</c>): here a text is a string only when all of them take it for one. Rules: yaml.org/type for
/// 1.1, the core schema of 1.2 (section 10.3.2).
/// </summary>
internal static partial class PlainTypes
{
    public static PlainType Of(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => PlainType.Null,
        "<<" or "=" => PlainType.Special,
        "y" or "Y" or "n" or "N" or "yes" or "Yes" or "YES" or "no" or "No" or "NO" => PlainType.Bool,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => PlainType.Bool,
        "on" or "On" or "ON" or "off" or "Off" or "OFF" => PlainType.Bool,
        _ when !char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.') => PlainType.String,
        _ when Int().IsMatch(text) => PlainType.Int,
        _ when Float().IsMatch(text) => PlainType.Float,
        _ when Timestamp().IsMatch(text) => PlainType.Timestamp,
        _ => PlainType.String,
    };

    /// <summary>True when <paramref name="text"/> may stand behind an explicit tag such as <c>!!int</c>; true for tags that are not YAML's own.</summary>
    public static bool Fits(string text, string? tag) => tag switch
    {
        "tag:yaml.org,2002:int" => Of(text) == PlainType.Int,
        "tag:yaml.org,2002:float" => Of(text) is PlainType.Int or PlainType.Float,
        "tag:yaml.org,2002:bool" => Of(text) == PlainType.Bool,
        "tag:yaml.org,2002:null" => Of(text) == PlainType.Null,
        "tag:yaml.org,2002:timestamp" => Of(text) == PlainType.Timestamp,
        _ => true,
    };

    public static string Word(PlainType type) => type == PlainType.Special ? "string" : type.ToString().ToLowerInvariant();

    [GeneratedRegex(@"^[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|[0-9][0-9_]*(:[0-5]?[0-9])*)\z")]
    private static partial Regex Int();

    [GeneratedRegex(@"^[-+]?(\.[0-9][0-9_]*|[0-9][0-9_]*(\.[0-9_]*)?|[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|\.inf|\.Inf|\.INF|\.nan|\.NaN|\.NAN)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}(:?[0-9]{2})?))?)?\z")]
    private static partial Regex Timestamp();
}
