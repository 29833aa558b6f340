using System.Text.RegularExpressions;

namespace KfPipelineTasks.Gcp.Compute;

/// <summary>Reads custom machine types, whose names say what they are: <c>n2-custom-4-8192</c>, <c>custom-2-4096</c>, <c>e2-custom-small-2048</c>.</summary>
public static partial class CustomMachineType
{
    /// <summary>The machine, or null when the name is not that of a custom one.</summary>
    public static MachineType? Parse(string name)
    {
        var match = Form().Match(name);
        if (!match.Success) return null;
        // Shared-core custom machines always have two.
        var cpus = match.Groups["cpus"].Success ? int.Parse(match.Groups["cpus"].ValueSpan) : 2;
        return new MachineType(name, cpus, int.Parse(match.Groups["memory"].ValueSpan));
    }

    [GeneratedRegex(@"^(?:[a-z][a-z0-9]*-)?custom-(?:(?<cpus>[0-9]{1,3})|micro|small|medium)-(?<memory>[0-9]{1,8})(?:-ext)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
