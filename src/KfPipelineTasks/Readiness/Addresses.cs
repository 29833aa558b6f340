using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness;

/// <summary>The addresses a load balancer was given.</summary>
internal static class Addresses
{
    /// <summary>IP addresses or host names, separated by commas; null when there is none.</summary>
    public static string? Of(LiveObject live)
    {
        var found = live.Resource.At("status", "loadBalancer").Items("ingress").Select(entry => entry.Text("ip") ?? entry.Text("hostname")).OfType<string>().ToList();
        return found.Count == 0 ? null : string.Join(", ", found);
    }
}
