using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Operations;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Endpoints;

/// <summary><see cref="IEndpoints"/> over REST (Service Management v1).</summary>
public sealed class CloudEndpoints(GcpDoor door) : IEndpoints
{
    public async Task<bool> ExistsAsync(string host, CancellationToken cancellation)
    {
        try
        {
            return await door.FindAsync(Request(HttpMethod.Get, Path(host), host, "read", "servicemanagement.services.get"), GcpJson.Default.ManagedService, cancellation) is not null;
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.PermissionDenied && e.Said.Contains("not found", StringComparison.OrdinalIgnoreCase))
        {
            // Who may not see a service is not told whether it exists; creating it tells.
            return false;
        }
    }

    public async Task<ServiceConfig?> ServingAsync(string host, CancellationToken cancellation)
    {
        var rollouts = await door.SendAsync(Request(HttpMethod.Get, $"{Path(host)}/rollouts?filter=status%3DSUCCESS&pageSize=1", host, "list the rollouts", "servicemanagement.services.get"), GcpJson.Default.RolloutList, cancellation);
        var serving = (rollouts.Rollouts is [var last, ..] ? last : null)?.TrafficPercentStrategy?.Percentages?.MaxBy(share => share.Value).Key;
        return serving is null ? null : await door.FindAsync(Request(HttpMethod.Get, $"{Path(host)}/configs/{Uri.EscapeDataString(serving)}?view=BASIC", host, "read the configuration", "servicemanagement.services.get"), GcpJson.Default.ServiceConfig, cancellation);
    }

    public async Task CreateAsync(string project, string host, TimeSpan deadline, IOutput output, CancellationToken cancellation)
    {
        var request = Post("v1/services", host, "create", "servicemanagement.services.create", new ManagedService(host, project), GcpJson.Default.ManagedService);
        try
        {
            var begun = await Creation.OnceAsync<LongRunning>(door, c => door.SendAsync(request, GcpJson.Default.LongRunning, c),
                async c => await ExistsAsync(host, c) ? new LongRunning(null, true, null, null) : null, cancellation);
            await LongRunningWait.AwaitAsync(door, GcpApi.ServiceManagement, begun, Subject(host), "create", deadline, output, cancellation);
        }
        catch (GcpException e) when (e.Said.Contains("been deleted", StringComparison.OrdinalIgnoreCase))
        {
            throw new GcpException(e.Kind, Subject(host), "create", e.Said, $"Names are kept for 30 days after their deletion: gcloud endpoints services undelete {host}, then run again.", e);
        }
    }

    public async Task<string> SubmitAsync(string host, string openApi, TimeSpan deadline, IOutput output, CancellationToken cancellation)
    {
        var body = new SubmitConfigBody(new ConfigSource([new ConfigFile("openapi.yaml", "OPEN_API_YAML", Encoding.UTF8.GetBytes(openApi))]));
        // Handed in twice after a lost answer it is only one configuration more that nobody uses.
        var request = Post($"{Path(host)}/configs:submit", host, "hand in a configuration", "servicemanagement.services.update", body, GcpJson.Default.SubmitConfigBody) with { Repeatable = true };
        var begun = await door.SendAsync(request, GcpJson.Default.LongRunning, cancellation);
        var done = await LongRunningWait.AwaitAsync(door, GcpApi.ServiceManagement, begun, Subject(host), "take the configuration", deadline, output, cancellation);
        return done.Response?.Deserialize(GcpJson.Default.SubmitConfigAnswer)?.ServiceConfig?.Id
            ?? throw new GcpException(GcpErrorKind.NotUnderstood, Subject(host), "hand in a configuration", "the answer does not say which configuration it became", "Run again.");
    }

    public async Task RollOutAsync(string host, string config, TimeSpan deadline, IOutput output, CancellationToken cancellation)
    {
        var body = new Rollout(null, new TrafficShares(new Dictionary<string, double> { [config] = 100 }));
        var request = Post($"{Path(host)}/rollouts", host, "roll out", "servicemanagement.services.update", body, GcpJson.Default.Rollout) with { Repeatable = true };
        var begun = await door.SendAsync(request, GcpJson.Default.LongRunning, cancellation);
        await LongRunningWait.AwaitAsync(door, GcpApi.ServiceManagement, begun, Subject(host), "roll out", deadline, output, cancellation);
    }

    private static GcpRequest Post<T>(string path, string host, string act, string permission, T body, JsonTypeInfo<T> type) =>
        Request(HttpMethod.Post, path, host, act, permission) with { Body = JsonSerializer.SerializeToUtf8Bytes(body, type) };

    private static GcpRequest Request(HttpMethod method, string path, string host, string act, string permission) =>
        new(GcpApi.ServiceManagement, method, path, Subject(host), act) { Permission = permission };

    private static string Path(string host) => $"v1/services/{Uri.EscapeDataString(host)}";

    private static string Subject(string host) => $"endpoint {host}";
}
