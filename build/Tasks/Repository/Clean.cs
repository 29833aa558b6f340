using Cake.Common.IO;
using Cake.Frosting;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks.Repository;

[TaskName(nameof(Clean))]
[TaskDescription("Deletes what building this repository has left behind: artifacts and test results")]
public sealed class Clean : FrostingTask<DeployContext>
{
    // bin and obj stay: the running program is in there, and `dotnet build` knows what is stale.
    private static readonly string[] Folders = [RepositoryPaths.Artifacts, "TestResults", "BenchmarkDotNet.Artifacts"];

    public override void Run(DeployContext context)
    {
        var root = RepositoryPaths.Root(context);
        foreach (var folder in Folders.Select(folder => root.Combine(folder)).Where(context.DirectoryExists))
        {
            context.DeleteDirectory(folder, new DeleteDirectorySettings { Recursive = true, Force = true });
            context.Output.Show(new Change($"folder {folder}", Outcome.Deleted));
        }
    }
}
