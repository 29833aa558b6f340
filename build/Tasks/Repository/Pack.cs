using Cake.Common.IO;
using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.MSBuild;
using Cake.Common.Tools.DotNet.Publish;
using Cake.Core.IO;
using Cake.Frosting;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks.Repository;

[TaskName(nameof(Pack))]
[TaskDescription("Makes the archives of a release: portable (any OS with the .NET 10 runtime) and linux-x64 (needs nothing), with SHA256SUMS")]
public sealed class Pack : FrostingTask<DeployContext>
{
    private const string Name = "kf-pipeline-tasks";

    public override void Run(DeployContext context)
    {
        var root = RepositoryPaths.Root(context);
        var artifacts = root.Combine(RepositoryPaths.Artifacts);
        context.EnsureDirectoryExists(artifacts);
        var archives = new[]
        {
            Archive(context, root, $"{Name}-portable", Portable()),
            Archive(context, root, $"{Name}-linux-x64", LinuxX64()),
        };
        ReleaseArchive.WriteSums(artifacts.CombineWithFilePath("SHA256SUMS").FullPath, archives);
        foreach (var archive in archives) context.Output.Show(new Change($"archive {archive}", Outcome.Created));
    }

    private static string Archive(DeployContext context, DirectoryPath root, string name, DotNetPublishSettings settings)
    {
        var folder = root.Combine(RepositoryPaths.Artifacts).Combine(name);
        context.CleanDirectory(folder);
        settings.OutputDirectory = folder;
        context.DotNetPublish(root.CombineWithFilePath(RepositoryPaths.Program).FullPath, settings);
        var archive = $"{folder.FullPath}.tar.gz";
        ReleaseArchive.Write(folder.FullPath, archive);
        return archive;
    }

    private static DotNetPublishSettings Portable() => Common(new DotNetMSBuildSettings().WithProperty("UseAppHost", "false"));

    private static DotNetPublishSettings LinuxX64()
    {
        var settings = Common(new DotNetMSBuildSettings()
            .WithProperty("PublishReadyToRun", "true")
            // One image of the program and its runtime: what one makes of the other's generics is compiled ahead as well.
            .WithProperty("PublishReadyToRunComposite", "true")
            // The embedded cloud is a program of its own as well as a library of this one.
            .WithProperty("ValidateExecutableReferencesMatchSelfContained", "false"));
        settings.Runtime = "linux-x64";
        settings.SelfContained = true;
        return settings;
    }

    private static DotNetPublishSettings Common(DotNetMSBuildSettings properties) => new()
    {
        Configuration = "Release",
        NoLogo = true,
        Verbosity = DotNetVerbosity.Quiet,
        MSBuildSettings = properties.WithProperty("DebugType", "none"),
    };
}
