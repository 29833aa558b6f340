using System.Text;

namespace KfPipelineTasks.Build.Output;

/// <summary>The standard output of the process, the only place that touches the console.</summary>
/// <param name="Writer">UTF-8 without a mark, lines end in LF.</param>
/// <param name="IsInteractive">True when a person is looking, false for a pipe or a file.</param>
public sealed record Terminal(TextWriter Writer, bool IsInteractive)
{
    /// <summary>Opens the real one.</summary>
    public static Terminal Open()
    {
#pragma warning disable RS0030 // This is the output room's door to the console.
        var stream = Console.OpenStandardOutput();
        var isInteractive = !Console.IsOutputRedirected;
#pragma warning restore RS0030
        return new Terminal(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" }, isInteractive);
    }

    /// <summary>What stands for the standard input; null for that of the process.</summary>
    public Func<Stream>? Input { get; init; }

    /// <summary>Standard input, for manifests that come through a pipe.</summary>
#pragma warning disable RS0030 // This is the output room's door to the console.
    public Stream OpenInput() => Input?.Invoke() ?? Console.OpenStandardInput();
#pragma warning restore RS0030
}
