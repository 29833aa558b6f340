using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Spectre.Console;

namespace Cake.Frosting.Tests.Support;

/// <summary>
/// What a host prints before it has services: the help, and what is wrong with a command line. It goes to Spectre.Console's
/// static console, which is looked up once in a process; so it is put in place first of all, and each test reads its own part.
/// </summary>
internal static class StaticConsole
{
    private static readonly ForwardingWriter Writer = new();

    public static string Capture(Action act)
    {
        using var output = new StringWriter();
        Writer.Target = output;
        try
        {
            act();
        }
        finally
        {
            Writer.Target = null;
        }

        return output.ToString();
    }

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Nothing else runs before the first test.")]
    internal static void Install() => AnsiConsole.Console = SampleProgram.Plain(Writer);
}
