using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Operations;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.ConfigController;

/// <summary><see cref="IConfigControllers"/> over REST.</summary>
public sealed class ConfigControllers(GcpDoor door) : IConfigControllers
{
    /// <summary>The range gcloud takes.</summary>
    private const string MasterRange = "172.16.0.128/28";

    public Task<KrmApiHost?> FindAsync(string project, string location, string name, CancellationToken cancellation) =>
        door.FindAsync(new GcpRequest(GcpApi.KrmApiHosting, HttpMethod.Get, $"{Place(project, location)}/krmApiHosts/{Uri.EscapeDataString(name)}", $"management cluster {name}", "read")
        {
            Permission = "krmapihosting.krmApiHosts.get",
        }, GcpJson.Default.KrmApiHost, cancellation);

    public async Task CreateAsync(string project, string location, string name, TimeSpan deadline, IOutput output, CancellationToken cancellation)
    {
        var body = new KrmApiHost
        {
            BundlesConfig = new BundlesConfig(new ConfigControllerConfig(true)),
            ManagementConfig = new ManagementConfig(new StandardManagementConfig(MasterRange)),
        };
        // The same id on every attempt, and on the attempt of a run that was killed: the service makes one instance of them.
        var path = $"{Place(project, location)}/krmApiHosts?krmApiHostId={Uri.EscapeDataString(name)}&requestId={RequestId(project, location, name)}";
        var request = new GcpRequest(GcpApi.KrmApiHosting, HttpMethod.Post, path, $"management cluster {name}", "create")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(body, GcpJson.Default.KrmApiHost), Repeatable = true, Permission = "krmapihosting.krmApiHosts.create",
        };
        try
        {
            var operation = await door.SendAsync(request, GcpJson.Default.LongRunning, cancellation);
            await LongRunningWait.AwaitAsync(door, GcpApi.KrmApiHosting, operation, $"management cluster {name}", "create", deadline, output, cancellation);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.AlreadyExists)
        {
            // Begun by another run: it is awaited like our own.
        }

        await AwaitRunningAsync(project, location, name, deadline, output, cancellation);
    }

    public async Task<KrmApiHost> AwaitRunningAsync(string project, string location, string name, TimeSpan deadline, IOutput output, CancellationToken cancellation)
    {
        using var wait = new Waiting(door.Time, output, $"management cluster {name}: to run", deadline);
        while (true)
        {
            var host = await FindAsync(project, location, name, cancellation);
            if (host?.State == "RUNNING") return host;
            if (host?.State is "DELETING" or "SUSPENDED")
                throw new DeployException($"management cluster {name}: it is {host.State}.", "Wait until it is gone, or let Google's support resume it, then run again.");
            await wait.PauseAsync(door.Options.PollInterval, [$"it is {host?.State ?? "not there yet"}"], cancellation);
        }
    }

    private static string Place(string project, string location) => $"v1/projects/{Uri.EscapeDataString(project)}/locations/{Uri.EscapeDataString(location)}";

    private static Guid RequestId(string project, string location, string name) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{project}/{location}/{name}")).AsSpan(0, 16), bigEndian: true);
}
