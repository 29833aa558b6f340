using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Test;
using Cake.Frosting;

namespace KfPipelineTasks.Build.Tasks.Repository;

[TaskName(nameof(Test))]
[TaskDescription("Runs the tests of this repository")]
[IsDependentOn(typeof(Build))]
public sealed class Test : FrostingTask<DeployContext>
{
    public override void Run(DeployContext context) => context.DotNetTest(
        RepositoryPaths.Root(context).CombineWithFilePath(RepositoryPaths.Solution).FullPath,
        new DotNetTestSettings { Configuration = "Release", NoBuild = true, NoLogo = true });
}
