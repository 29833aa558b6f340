namespace KfPipelineTasks.Build.Output;

/// <summary>GitHub's workflow commands, escaped as its runner reads them.</summary>
internal static class WorkflowCommand
{
    /// <summary>Longer messages are cut by GitHub without a word.</summary>
    public const int LongestMessage = 4096;

    /// <summary><c>::name key=value,key=value::message</c>; properties without a value are left out.</summary>
    public static string Of(string name, string message, params ReadOnlySpan<(string Key, string? Value)> properties)
    {
        var text = "";
        foreach (var (key, value) in properties)
        {
            if (!string.IsNullOrEmpty(value)) text += $"{(text.Length == 0 ? " " : ",")}{key}={Property(Unbracketed(value))}";
        }

        // A mask is taken letter by letter; every other message may be changed a little.
        return $"::{name}{text}::{Data(name == "add-mask" ? message : Unbracketed(message))}";
    }

    /// <summary>A line of ours that may hold foreign values: no command can be read out of it.</summary>
    public static string Defuse(string line)
    {
        // The new form is read at the start of a line, after spaces.
        var text = Unbracketed(line);
        var start = text.AsSpan().IndexOfAnyExcept(" \t\u00a0\ufeff");
        return start >= 0 && text.AsSpan(start).StartsWith("::", StringComparison.Ordinal) ? $"{text[..start]}: :{text[(start + 2)..]}" : text;
    }

    /// <summary>A message that is shown whole.</summary>
    public static string Cut(string message) => message.Length <= LongestMessage ? message : $"{message[..(LongestMessage - 40)]}\n... (cut; the log has all of it)";

    // The old form of a command is read anywhere in a line.
    private static string Unbracketed(string text) => text.Replace("##[", "# #[", StringComparison.Ordinal);

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
