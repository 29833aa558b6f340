namespace TestKit;

/// <summary>
/// Finds the data that is not part of the repository: <c>../shared</c> beside the checkout, or the folder named by
/// <c>KFT_SHARED</c>. Tests that need it use <see cref="SharedFactAttribute"/> and are skipped, with the reason, without it.
/// </summary>
public static class SharedData
{
    /// <summary>Root of the repository: the folder with the solution file.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The shared folder, or null.</summary>
    public static string? Root { get; } = FindShared();

    /// <summary>A path below the shared folder.</summary>
    public static string Path(params string[] parts) =>
        System.IO.Path.Combine([Root ?? throw new InvalidOperationException("No shared folder: use SharedFact."), .. parts]);

    private static string FindRepository()
    {
        for (var here = new DirectoryInfo(AppContext.BaseDirectory); here is not null; here = here.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(here.FullName, "KfPipelineTasks.sln"))) return here.FullName;
        }

        throw new InvalidOperationException("The tests must run from inside the repository.");
    }

    private static string? FindShared()
    {
        var named = Environment.GetEnvironmentVariable("KFT_SHARED");
        var folder = string.IsNullOrEmpty(named) ? System.IO.Path.Combine(Repository, "..", "shared") : named;
        return Directory.Exists(System.IO.Path.Combine(folder, "data")) ? System.IO.Path.GetFullPath(folder) : null;
    }
}
