using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Build;
using Cake.Frosting;

namespace KfPipelineTasks.Build.Tasks.Repository;

[TaskName(nameof(Build))]
[TaskDescription("Builds this repository, warnings as errors")]
public sealed class Build : FrostingTask<DeployContext>
{
    // Release: the program that is running is most likely the Debug build, whose files are in use.
    public override void Run(DeployContext context) => context.DotNetBuild(
        RepositoryPaths.Root(context).CombineWithFilePath(RepositoryPaths.Solution).FullPath,
        new DotNetBuildSettings { Configuration = "Release", NoLogo = true, Verbosity = DotNetVerbosity.Quiet });
}
