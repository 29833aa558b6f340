using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Hosting;

/// <summary>Whether the host will run tasks or only talk about them.</summary>
/// <param name="RunsTasks">False for <c>--dryrun</c>, <c>--tree</c>, <c>--description</c>, <c>--help</c>, <c>--version</c> and <c>--info</c>.</param>
public sealed record HostMode(bool RunsTasks)
{
    private static readonly string[] OnlyTalks = ["dryrun", "tree", "description", "help", "version", "info", "showtree", "showdescription"];

    public static HostMode Of(ArgumentList arguments) => new(!arguments.Any(OnlyTalk));

    private static bool OnlyTalk(GivenArgument argument) =>
        argument.IsOption && HostOption.ByName.TryGetValue(argument.Name, out var option) && OnlyTalks.Contains(option.Name);
}
