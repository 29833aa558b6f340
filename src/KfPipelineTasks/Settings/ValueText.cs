using System.Collections;
using System.Globalization;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>A setting's value as text, the way it would be written in an argument.</summary>
public static class ValueText
{
    /// <summary>Empty for what is not set; <c>***</c> for a secret.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text,
        bool yes => yes ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        TimeSpan time => DurationText.Format(time),
        Secret secret => secret.ToString(),
        Enum word => WordOf(word),
        IReadOnlyDictionary<string, string> map => string.Join(", ", map.Select(e => $"{e.Key}={e.Value}")),
        IReadOnlyDictionary<string, TimeSpan> map => string.Join(", ", map.Select(e => $"{e.Key}={DurationText.Format(e.Value)}")),
        IEnumerable items => string.Join(", ", items.Cast<object>().Select(Of)),
        _ => value.ToString() ?? "",
    };

    private static string WordOf(Enum word) => Words.Kebab(word.ToString());
}
