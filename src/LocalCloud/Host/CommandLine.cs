using System.Globalization;

namespace LocalCloud.Host;

/// <summary>The options of the stand-alone program.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        LocalCloud: a Google Cloud and its Kubernetes clusters on 127.0.0.1.

          --port=N          port of the Google APIs (default 8600; 0 takes any free one)
          --state=FILE      keep everything in this file, also over a kill (default: in memory)
          --speed=N         simulated time runs N times as fast (default 1)
          --scenario=FILE   what the cloud contains at first (default: one empty project)
          --faults=FILE     what goes wrong on purpose
          --env=DIR         where the env file, the kubeconfig and the token go (default .localcloud)
          --cluster=P/L/C   start this cluster at once: project/location/name; may be repeated
          --no-controllers  nothing happens inside the clusters by itself
          --help
        """;

    public int Port { get; init; } = 8600;

    public string? StateFile { get; init; }

    public double Speed { get; init; } = 1;

    public string? ScenarioFile { get; init; }

    public string? FaultFile { get; init; }

    public string Folder { get; init; } = ".localcloud";

    public IReadOnlyList<Kube.ClusterKey> Clusters { get; init; } = [];

    public bool Controllers { get; init; } = true;

    public bool Help { get; init; }

    /// <summary>Reads arguments as <c>--name=value</c> or <c>--name value</c>.</summary>
    /// <exception cref="FormatException">All problems at once, one a line.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        var problems = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = Split(arguments[i]);
            if (value is null && NeedsValue(name) && i + 1 < arguments.Count) value = arguments[++i];
            line = line.With(name, value, problems);
        }
        return problems.Count == 0 ? line : throw new FormatException(string.Join('\n', problems));
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    private static bool NeedsValue(string name) => name is "--port" or "--state" or "--speed" or "--scenario" or "--faults" or "--env" or "--cluster";

    private CommandLine With(string name, string? value, List<string> problems)
    {
        if (NeedsValue(name) && string.IsNullOrEmpty(value))
        {
            problems.Add($"{name} needs a value: {name}=...");
            return this;
        }
        switch (name)
        {
            case "--port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535: return this with { Port = port };
            case "--port": problems.Add($"--port={value}: expected a number from 0 to 65535."); return this;
            case "--speed" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed > 0 && double.IsFinite(speed): return this with { Speed = speed };
            case "--speed": problems.Add($"--speed={value}: expected a number greater than 0, such as 60."); return this;
            case "--state": return this with { StateFile = value };
            case "--scenario": return this with { ScenarioFile = Existing(name, value!, problems) };
            case "--faults": return this with { FaultFile = Existing(name, value!, problems) };
            case "--env": return this with { Folder = value! };
            case "--cluster" when value!.Split('/') is [{ Length: > 0 } project, { Length: > 0 } location, { Length: > 0 } cluster]: return this with { Clusters = [.. Clusters, new(project, location, cluster)] };
            case "--cluster": problems.Add($"--cluster={value}: expected project/location/name."); return this;
            case "--no-controllers": return this with { Controllers = false };
            case "--help" or "-h": return this with { Help = true };
            default: problems.Add($"Unknown option {name}. See --help."); return this;
        }
    }

    private static string Existing(string name, string path, List<string> problems)
    {
        if (!File.Exists(path)) problems.Add($"{name}={path}: there is no such file.");
        return path;
    }
}
