// dotnet cake --target=X runs the task classes of build/, as `dotnet run --project build -- --target=X` does.
// They are compiled by their project, not here: this script builds it when it has to, and lends it the script's host.
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using IO = System.IO;

const string Program = "kf-pipeline-tasks.dll";

var program = NewestProgram();
if (program is null || Sources().Any(source => source.LastWriteTimeUtc > program.LastWriteTimeUtc))
{
    // Without the analyzers: here the program is needed, whether it is well written is for the task Build to say.
    DotNetBuild("build/Build.csproj", new DotNetBuildSettings
    {
        NoLogo = true,
        Verbosity = DotNetVerbosity.Quiet,
        ArgumentCustomization = arguments => arguments.Append("-consoleLoggerParameters:NoSummary").Append("-property:RunAnalyzers=false"),
    });
    program = NewestProgram();
    program.LastWriteTimeUtc = DateTime.UtcNow; // a source that changed without changing the program must not bring us here again
}

new ProgramContext(program.DirectoryName).LoadFromAssemblyPath(program.FullName)
    .GetType("KfPipelineTasks.Build.Script.ScriptBridge", throwOnError: true)
    .GetMethod("Run", [typeof(Cake.Core.Scripting.IScriptHost)])
    .CreateDelegate<Action<Cake.Core.Scripting.IScriptHost>>()
    .Invoke(ThisHost());

IO.FileInfo NewestProgram() => Files("build/bin", Program).MaxBy(file => file.LastWriteTimeUtc);

IEnumerable<IO.FileInfo> Sources() =>
    from folder in new[] { "build", "src" }
    from pattern in new[] { "*.cs", "*.csproj", "*.props" }
    from file in Files(folder, pattern)
    where !file.FullName.Split(IO.Path.DirectorySeparatorChar).Contains("obj")
    select file;

IEnumerable<IO.FileInfo> Files(string folder, string pattern) =>
    IO.Directory.Exists(folder) ? new IO.DirectoryInfo(folder).EnumerateFiles(pattern, IO.SearchOption.AllDirectories) : [];

// A script has no name for its host, but the methods it calls are methods of its host.
Cake.Core.Scripting.IScriptHost ThisHost() => (Cake.Core.Scripting.IScriptHost)((Func<string, CakeTaskBuilder>)Task).Target;

// Where the program's assemblies come from. Cake's own must be those of the running tool, or the script's host would be of
// another type than the one the program knows; the rest is the program's: its folder, and ASP.NET Core, on which it is built and
// the tool is not.
sealed class ProgramContext(string folder) : AssemblyLoadContext("program")
{
    private static readonly string Tool = AppContext.BaseDirectory;
    private readonly string _aspNetCore = AspNetCoreBeside(new IO.DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()));

    protected override Assembly Load(AssemblyName name)
    {
        var file = $"{name.Name}.dll";
        if (IO.Path.Combine(Tool, file) is var tool && IO.File.Exists(tool) && AssemblyName.GetAssemblyName(tool).Version >= name.Version)
        {
            return null; // the tool's
        }

        var own = new[] { folder, _aspNetCore }.Select(place => IO.Path.Combine(place, file)).FirstOrDefault(IO.File.Exists);
        return own is null ? null : LoadFromAssemblyPath(own);
    }

    private static string AspNetCoreBeside(IO.DirectoryInfo runtime) => new IO.DirectoryInfo(IO.Path.Combine(runtime.Parent.Parent.FullName, "Microsoft.AspNetCore.App"))
        .EnumerateDirectories($"{Environment.Version.Major}.*")
        .MaxBy(version => Version.Parse(version.Name.Split('-')[0]))
        .FullName;
}
