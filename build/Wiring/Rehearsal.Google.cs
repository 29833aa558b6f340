using KfPipelineTasks.Gcp.Names;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Wiring;

/// <content>The Google side of a rehearsal.</content>
internal sealed partial class Rehearsal
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromDays(1);

    private HttpNames? _names;

    /// <summary>Where its Google APIs are, in the variables that gcloud knows.</summary>
    public IReadOnlyDictionary<string, string> Endpoints => _cloud.EndpointVariables;

    /// <summary>Where the installation answers people, through the load balancer and Identity-Aware Proxy.</summary>
    public Uri Front(DeploySettings settings) => new(_cloud.GoogleAddress, $"gateway/{settings.Project.Id}/{settings.Place.Location}/{settings.Cluster.Name}/");

    /// <summary>Its name system.</summary>
    public INames Names => _names ??= new HttpNames(new Uri(_cloud.GoogleAddress, "dns/resolve"));

    /// <summary>A token of the administrator.</summary>
    public Secret Token(DeploySettings settings) =>
        new(_cloud.Google.Tokens.Issue($"user:{settings.AdminEmail}", ["https://www.googleapis.com/auth/cloud-platform"], TokenLife));
}
