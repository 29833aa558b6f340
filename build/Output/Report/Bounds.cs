using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Report;

/// <summary>Keeps a report small enough to open, whatever a run said: what is cut is named.</summary>
internal sealed class Bounds
{
    public const int MostObjects = 5_000;
    public const int MostFields = 5_000;
    public const int MostFieldsOfAnObject = 200;
    public const int MostTexts = 50;
    public const int LongestValue = 1_000;
    public const int LongestText = 32_000;

    private readonly SortedSet<string> _cut = new(StringComparer.Ordinal);
    private int _fields;

    /// <summary>What was left out, in sentences; empty when everything is there.</summary>
    public IReadOnlyCollection<string> Cut => _cut;

    /// <summary>The first of many.</summary>
    public IEnumerable<T> First<T>(IReadOnlyList<T> all, int most, string what)
    {
        if (all.Count > most) _cut.Add($"Only the first {most} of {all.Count} {what} are here.");
        return all.Take(most);
    }

    /// <summary>The field differences of one object, long values cut.</summary>
    public IReadOnlyList<FieldChange> Fields(Change change)
    {
        var most = Math.Min(MostFieldsOfAnObject, MostFields - _fields);
        if (change.Fields.Count > most) _cut.Add("Of objects with very many field differences not all fields are here.");
        var fields = change.Fields.Take(most).Select(f => new FieldChange(f.Path, Value(f.Before), Value(f.After))).ToList();
        _fields += fields.Count;
        return fields;
    }

    /// <summary>A text of others, its beginning.</summary>
    public string Text(string text) => Shorter(text, LongestText);

    private string? Value(string? value) => value is null ? null : Shorter(value, LongestValue);

    private string Shorter(string text, int longest)
    {
        if (text.Length <= longest) return text;
        _cut.Add("Long texts are cut; they end with three dots.");
        // Not between the two halves of a character.
        return $"{text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)]}…";
    }
}
