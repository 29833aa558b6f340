using System.Text.Json;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Operations;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Services;

/// <summary><see cref="IServices"/> over REST.</summary>
public sealed class ProjectServices(GcpDoor door) : IServices
{
    /// <summary>Most services of one batchEnable.</summary>
    private const int Batch = 20;

    public async Task<IReadOnlySet<string>> EnabledAsync(string project, CancellationToken cancellation)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var page = "";
        do
        {
            // Unfiltered the list has hundreds of entries and takes half a minute.
            var answer = await door.SendAsync(new GcpRequest(GcpApi.ServiceUsage, HttpMethod.Get,
                $"v1/projects/{Uri.EscapeDataString(project)}/services?filter=state:ENABLED&pageSize=200{(page.Length == 0 ? "" : $"&pageToken={Uri.EscapeDataString(page)}")}", $"services of {project}", "list")
            {
                Permission = "serviceusage.services.list",
            }, GcpJson.Default.EnabledServices, cancellation);
            names.UnionWith((answer.Services ?? []).Where(s => s.State is null or "ENABLED").Select(s => s.Name?[(s.Name.LastIndexOf('/') + 1)..]).OfType<string>());
            page = answer.NextPageToken ?? "";
        }
        while (page.Length > 0);
        return names;
    }

    public async Task EnableAsync(string project, IReadOnlyList<string> services, TimeSpan deadline, IOutput output, CancellationToken cancellation)
    {
        foreach (var batch in services.Chunk(Batch))
        {
            var subject = $"services {string.Join(", ", batch)}";
            var operation = await BeginAsync(project, batch, subject, deadline, cancellation);
            await LongRunningWait.AwaitAsync(door, GcpApi.ServiceUsage, operation, subject, "enable", deadline, output, cancellation);
            door.JustEnabled(batch);
        }
    }

    private async Task<LongRunning> BeginAsync(string project, string[] batch, string subject, TimeSpan deadline, CancellationToken cancellation)
    {
        var started = door.Time.GetTimestamp();
        var request = new GcpRequest(GcpApi.ServiceUsage, HttpMethod.Post, $"v1/projects/{Uri.EscapeDataString(project)}/services:batchEnable", subject, "enable")
        {
            // Enabling what is enabled changes nothing: sending it again does no harm.
            Body = JsonSerializer.SerializeToUtf8Bytes(new BatchEnableBody(batch), GcpJson.Default.BatchEnableBody), Repeatable = true, Permission = "serviceusage.services.enable",
        };
        while (true)
        {
            try
            {
                return await door.SendAsync(request, GcpJson.Default.LongRunning, cancellation);
            }
            catch (GcpException e) when (e.Kind == GcpErrorKind.Busy && door.Time.GetElapsedTime(started) < deadline)
            {
                await Task.Delay(door.Options.PollInterval, door.Time, cancellation);
            }
        }
    }
}
