using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.IO;

namespace Cake.Frosting.Internal;

/// <summary>
/// Cake's settings. From weak to strong: what the program set, <c>CAKE_*</c> variables, <c>cake.config</c> in the working
/// directory, arguments. Constructed after the working directory is set, so that the right file is read.
/// </summary>
internal sealed class HostConfiguration(
    IEnumerable<CakeSetting> settings,
    IFileSystem fileSystem,
    ICakeEnvironment environment,
    ICakeArguments arguments) : ICakeConfiguration
{
    private readonly ICakeConfiguration _merged =
        new CakeConfigurationProvider(fileSystem, environment).CreateConfiguration(
            environment.WorkingDirectory,
            LastOfEach(settings),
            arguments.GetArguments().ToDictionary(argument => argument.Key, argument => argument.Value.FirstOrDefault() ?? string.Empty));

    public string? GetValue(string key) => _merged.GetValue(key);

    private static Dictionary<string, string> LastOfEach(IEnumerable<CakeSetting> settings)
    {
        var last = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in settings)
        {
            last[setting.Key] = setting.Value;
        }

        return last;
    }
}
