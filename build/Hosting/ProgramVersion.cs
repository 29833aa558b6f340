using System.Reflection;
using Cake.Cli;

namespace KfPipelineTasks.Build.Hosting;

/// <summary>What <c>--version</c> and <c>--info</c> print: the version of this program, not of the host that runs its tasks.</summary>
public sealed class ProgramVersion : IVersionResolver
{
    /// <summary>Such as <c>1.2.3</c>.</summary>
    public static string Number { get; } = Full.Split('+')[0];

    private static string Full => typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public string GetVersion() => Number;

    public string GetProductVersion() => Full;
}
