using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KfPipelineTasks.Gcp.Door;

namespace KfPipelineTasks.Gcp.Compute;

/// <summary><see cref="ICompute"/> over REST.</summary>
public sealed class ComputeEngine(GcpDoor door) : ICompute
{
    public async Task<MachineType?> MachineTypeAsync(string project, string zone, string name, CancellationToken cancellation) =>
        CustomMachineType.Parse(name) ?? await door.FindAsync(Get($"{Zone(project, zone)}/machineTypes/{Uri.EscapeDataString(name)}", $"machine type {name} in {zone}", "compute.machineTypes.get"), GcpJson.Default.MachineType, cancellation);

    public Task<IReadOnlyList<string>> MachineTypesAsync(string project, string zone, CancellationToken cancellation) =>
        NamesAsync($"{Zone(project, zone)}/machineTypes", $"machine types of {zone}", "compute.machineTypes.list", cancellation);

    public Task<IReadOnlyList<string>> AcceleratorTypesAsync(string project, string zone, CancellationToken cancellation) =>
        NamesAsync($"{Zone(project, zone)}/acceleratorTypes", $"accelerator types of {zone}", "compute.acceleratorTypes.list", cancellation);

    public Task<RegionDetails?> RegionAsync(string project, string region, CancellationToken cancellation) =>
        door.FindAsync(Get($"projects/{Uri.EscapeDataString(project)}/regions/{Uri.EscapeDataString(region)}", $"region {region}", "compute.regions.get"), GcpJson.Default.RegionDetails, cancellation);

    public Task<IReadOnlyList<string>> ZonesAsync(string project, CancellationToken cancellation) =>
        NamesAsync($"projects/{Uri.EscapeDataString(project)}/zones", "zones", "compute.zones.list", cancellation);

    public async Task<string?> GlobalAddressAsync(string project, string name, CancellationToken cancellation) =>
        (await door.FindAsync(Get($"projects/{Uri.EscapeDataString(project)}/global/addresses/{Uri.EscapeDataString(name)}", $"IP address {name}", "compute.globalAddresses.get"), GcpJson.Default.ReservedAddress, cancellation))?.Address;

    public async Task<IReadOnlyList<BackendService>> BackendServicesAsync(string project, CancellationToken cancellation) =>
        await PagesAsync($"projects/{Uri.EscapeDataString(project)}/global/backendServices", $"backend services of {project}", "compute.backendServices.list",
            GcpJson.Default.BackendServiceList, list => (list.Items, list.NextPageToken), cancellation);

    public async Task<IReadOnlyList<EndpointHealth>> HealthAsync(string project, BackendService service, CancellationToken cancellation)
    {
        var groups = await Task.WhenAll((service.Backends ?? []).Select(b => b.Group).OfType<string>().Select(group => door.SendAsync(
            Get($"projects/{Uri.EscapeDataString(project)}/global/backendServices/{Uri.EscapeDataString(service.Name!)}/getHealth", $"backend service {service.Name}", "compute.backendServices.get", "ask for the health") with
            {
                Method = HttpMethod.Post, Body = JsonSerializer.SerializeToUtf8Bytes(new GroupReference(group), GcpJson.Default.GroupReference), Repeatable = true, Writes = false,
            }, GcpJson.Default.GroupHealth, cancellation)));
        return [.. groups.SelectMany(group => group.HealthStatus ?? [])];
    }

    private async Task<IReadOnlyList<string>> NamesAsync(string path, string subject, string permission, CancellationToken cancellation) =>
        [.. (await PagesAsync(path, subject, permission, GcpJson.Default.NamedList, list => (list.Items, list.NextPageToken), cancellation)).Select(i => i.Name).OfType<string>()];

    private async Task<List<TItem>> PagesAsync<TList, TItem>(string path, string subject, string permission, JsonTypeInfo<TList> type, Func<TList, (IReadOnlyList<TItem>? Items, string? Next)> read, CancellationToken cancellation)
    {
        var items = new List<TItem>();
        var page = "";
        do
        {
            var (found, next) = read(await door.SendAsync(Get($"{path}?maxResults=500{(page.Length == 0 ? "" : $"&pageToken={Uri.EscapeDataString(page)}")}", subject, permission, "list"), type, cancellation));
            items.AddRange(found ?? []);
            page = next ?? "";
        }
        while (page.Length > 0);
        return items;
    }

    private static GcpRequest Get(string path, string subject, string permission, string act = "read") => new(GcpApi.Compute, HttpMethod.Get, path, subject, act) { Permission = permission };

    private static string Zone(string project, string zone) => $"projects/{Uri.EscapeDataString(project)}/zones/{Uri.EscapeDataString(zone)}";
}
