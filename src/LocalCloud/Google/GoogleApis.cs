using LocalCloud.Google.Billing;
using LocalCloud.Google.Compute;
using LocalCloud.Google.ConfigController;
using LocalCloud.Google.Container;
using LocalCloud.Google.Endpoints;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Iap;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Services;
using LocalCloud.Google.Sql;
using LocalCloud.Google.Storage;
using LocalCloud.Google.Tokens;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Google;

/// <summary>
/// The Google Cloud APIs over HTTP, each below a prefix of its own: <c>/container/v1/projects/…</c>, <c>/iam/v1/…</c>. An endpoint
/// override of gcloud names the prefix; a path below it is the path of the discovery document.
/// </summary>
public sealed class GoogleApis
{
    private readonly GoogleWorld _world;
    private readonly List<(string Prefix, ApiSurface Surface)> _mounts = [];

    public GoogleApis(GoogleWorld world)
    {
        _world = world;
        Mount(new ContainerApi(world));
        Mount(new IamApi(world));
        Mount(new ResourceManagerApi(world));
        Mount(new ServiceUsageApi(world));
        Mount(new IapApi(world));
        Mount(new ComputeApi(world));
        Mount(new StorageApi(world));
        Mount(new ServiceManagementApi(world));
        Mount(new ConfigControllerApi(world));
        Mount(new BillingApi(world));
        Mount(new SqlApi(world));
        Mount(new StsApi(world), "oauth/sts");
        Mount(new IamCredentialsApi(world), "oauth");
        Mount(new OAuthApi(world));
    }

    /// <summary>The prefixes that are served, with their services.</summary>
    public IEnumerable<(string Prefix, string Service)> Mounts => _mounts.Select(mount => (mount.Prefix, mount.Surface.Service));

    internal IEnumerable<ApiSurface> Surfaces => _mounts.Select(mount => mount.Surface).Distinct();

    /// <summary>Answers any request: with an API's answer, or with the page of a path nobody serves.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        await _world.SettleAsync(context.RequestAborted);
        var path = (context.Request.Path.Value ?? "").TrimStart('/');
        foreach (var (prefix, surface) in _mounts)
        {
            if (path.Length > prefix.Length && path[prefix.Length] == '/' && path.StartsWith(prefix, StringComparison.Ordinal)
                && await surface.TryHandleAsync(context, path[(prefix.Length + 1)..]))
            {
                return;
            }
        }

        await ErrorWriter.WriteUnknownPathAsync(context);
    }

    private void Mount(ApiSurface surface, params string[] alsoAt)
    {
        _mounts.Add((surface.Prefix, surface));
        _mounts.AddRange(alsoAt.Select(prefix => (prefix, surface)));
    }
}
