using System.Text;
using Cake.Core;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Hosting;

/// <summary>Cake's console, line by line, on our output: <c>--tree</c> and <c>--description</c> draw through it.</summary>
public sealed class OutputConsole(IOutput output) : IConsole
{
    private readonly StringBuilder _line = new();
    private readonly StringBuilder _errorLine = new();

    public ConsoleColor ForegroundColor { get; set; }

    public ConsoleColor BackgroundColor { get; set; }

    public bool SupportAnsiEscapeCodes => false;

    public void Write(string format, params object[] arg) => Append(_line, Format(format, arg), Level.Info);

    public void WriteLine(string format, params object[] arg) => Append(_line, Format(format, arg) + "\n", Level.Info);

    public void WriteError(string format, params object[] arg) => Append(_errorLine, Format(format, arg), Level.Error);

    public void WriteErrorLine(string format, params object[] arg) => Append(_errorLine, Format(format, arg) + "\n", Level.Error);

    public void ResetColor()
    {
        ForegroundColor = default;
        BackgroundColor = default;
    }

    private static string Format(string format, object[] arg) => arg.Length == 0 ? format : string.Format(format, arg);

    private void Append(StringBuilder line, string text, Level level)
    {
        line.Append(text.ReplaceLineEndings("\n"));
        var all = line.ToString();
        var end = all.LastIndexOf('\n');
        if (end < 0) return;
        foreach (var whole in all[..end].Split('\n')) output.Write(new OutputEvent.Line(level, whole));
        line.Clear().Append(all.AsSpan(end + 1));
    }
}
