using Cake.Core;
using Cake.Core.IO;

namespace Cake.Frosting.Tests.Support;

/// <summary>An environment of the test's own: its working directory and its variables are not those of the test process.</summary>
internal sealed class TestEnvironment(DirectoryPath workingDirectory) : ICakeEnvironment
{
    public Dictionary<string, string> Variables { get; } = new(StringComparer.OrdinalIgnoreCase);

    public DirectoryPath WorkingDirectory { get; set; } = workingDirectory;

    public DirectoryPath ApplicationRoot => AppContext.BaseDirectory;

    public ICakePlatform Platform { get; } = new CakePlatform();

    public ICakeRuntime Runtime { get; } = new CakeRuntime();

    public DirectoryPath GetSpecialPath(SpecialPath path) => WorkingDirectory.Combine(path.ToString());

    public string GetEnvironmentVariable(string variable) => Variables.GetValueOrDefault(variable)!;

    public IDictionary<string, string> GetEnvironmentVariables() => Variables;
}
