using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Packages;

/// <summary>The installations that come with the program: folders of <c>manifests/</c>, laid one over the other as the variant asks.</summary>
internal static class BuiltInPackage
{
    /// <summary>What the installation is called: the variant.</summary>
    public static string NameOf(DeploySettings settings) => Words.Of(settings.Variant);

    /// <summary>Its folders; where two have a file of one name, the later one's counts.</summary>
    public static IReadOnlyList<string> FoldersOf(DeploySettings settings) =>
        [.. LayersOf(settings).Select(layer => Path.Combine(AppContext.BaseDirectory, "manifests", layer))];

    private static IEnumerable<string> LayersOf(DeploySettings settings)
    {
        yield return "pipelines-standalone";
        if (settings.NeedsManagementCluster) yield return "gke-iap";
        if (!settings.NeedsGoogleCloud) yield return "existing-cluster";
        if (!settings.SignsInByProxy) yield break;
        yield return "sign-in";
        yield return Words.Of(settings.Variant);
    }
}
