namespace KfPipelineTasks.Model;

/// <summary>Puts parts of a message behind each other, so that each ends where the next begins.</summary>
internal static class Sentence
{
    /// <summary>The text, and what to do next as a sentence of its own.</summary>
    public static string Join(string text, string? next) => string.IsNullOrEmpty(next) ? text : $"{End(text)} {next}";

    private static string End(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' or ':' ? text : text + ".";
}
