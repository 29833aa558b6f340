using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Records;

/// <summary>The states as they are printed: lower case, one word.</summary>
internal static class StateWords
{
    public static string Word(this State state) => state.ToString().ToLowerInvariant();
}
