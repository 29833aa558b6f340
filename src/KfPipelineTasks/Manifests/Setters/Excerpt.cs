namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Keeps messages readable when what they quote is not.</summary>
internal static class Excerpt
{
    private const int Most = 100;

    public static string Of(string text) => text.Length <= Most ? text : string.Concat(text.AsSpan(0, Most), "...");
}
