using KfPipelineTasks.Build;
using KfPipelineTasks.Build.Output;

namespace Build.Tests.Program;

/// <summary>The program run inside the test, with an environment, a folder and a terminal of its own.</summary>
internal sealed class ProgramRun : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kf-program-");

    /// <summary>The working directory of the run.</summary>
    public string Folder => _folder.FullName;

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal) { ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "" };

    /// <summary>Everything the run has written.</summary>
    public string Said { get; private set; } = "";

    /// <summary>What comes through the pipe.</summary>
    public string Input { get; set; } = "";

    /// <returns>The exit code.</returns>
    public int Of(params IReadOnlyList<string> words)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var code = KfProgram.Run(words, new Surroundings(Environment, Folder, new Terminal(writer, IsInteractive: false) { Input = () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Input)) }, TimeProvider.System) { CredentialPatience = TimeSpan.FromMinutes(2) });
        Said = writer.ToString();
        return code;
    }

    public string Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
