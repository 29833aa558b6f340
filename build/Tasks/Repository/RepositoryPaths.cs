using Cake.Core;
using Cake.Core.IO;

namespace KfPipelineTasks.Build.Tasks.Repository;

/// <summary>The places of this repository that its own tasks work on.</summary>
internal static class RepositoryPaths
{
    public const string Solution = "KfPipelineTasks.sln";
    public const string Program = "build/Build.csproj";
    public const string Artifacts = "artifacts";

    /// <summary>The folder of the solution: the working directory or the nearest one above it.</summary>
    /// <exception cref="Model.UsageException">The task was started outside the repository.</exception>
    public static DirectoryPath Root(ICakeContext context)
    {
        for (var here = new DirectoryInfo(context.Environment.WorkingDirectory.FullPath); here is not null; here = here.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(here.FullName, Solution))) return here.FullName;
        }

        throw new Model.UsageException(
            $"{context.Environment.WorkingDirectory} is not inside the KfPipelineTasks repository: no {Solution} here or above.",
            "Clean, Build, Test and Pack work on this repository only; start them from a checkout of it.");
    }
}
