using System.Text;

namespace KfPipelineTasks.Settings;

/// <summary>Enumerations as they are written: <c>GkeOauth2Proxy</c> is <c>gke-oauth2-proxy</c>.</summary>
public static class Words
{
    public static string Of<T>(T value) where T : struct, Enum => Kebab(value.ToString());

    /// <summary>Every word of the enumeration, in its own order.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => All(typeof(T));

    // One method for every enumeration: a generic one would be compiled again for each, at every start.
    internal static IReadOnlyList<string> All(Type type) => Array.ConvertAll(Enum.GetNames(type), Kebab);

    public static bool TryParse<T>(string word, out T value) where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (!string.Equals(Of(candidate), word, StringComparison.Ordinal)) continue;
            value = candidate;
            return true;
        }

        value = default;
        return false;
    }

    internal static string Kebab(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
