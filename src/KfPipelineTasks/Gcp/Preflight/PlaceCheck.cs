using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Whether regions and zones exist.</summary>
internal sealed class PlaceCheck(PreflightFacts facts) : IPreflightCheck
{
    public string Subject(PreflightWish wish) => "places";

    public async Task<IReadOnlyList<Checked>> RunAsync(PreflightWish wish, CancellationToken cancellation)
    {
        if (wish.Places.Count == 0) return [];
        var zones = await facts.ZonesAsync();
        var places = zones.Concat(zones.Select(PreflightFacts.RegionOf)).ToHashSet(StringComparer.Ordinal);
        return [.. wish.Places.Select(need => new Checked($"{need.Setting} {need.Place}", places.Contains(need.Place)
            ? Verdict.Ready("it exists")
            : Verdict.Failed($"Compute Engine has no region or zone of that name.{Nearest.Hint(need.Place, places)}", "List them: gcloud compute zones list")))];
    }
}
