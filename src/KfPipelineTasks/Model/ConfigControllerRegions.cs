namespace KfPipelineTasks.Model;

/// <summary>Where a management cluster can be: the regions that gcloud's help lists for Config Controller.</summary>
public static class ConfigControllerRegions
{
    public static IReadOnlyList<string> All { get; } =
    [
        "asia-northeast1", "asia-northeast2", "asia-southeast1", "australia-southeast1", "australia-southeast2", "europe-north1", "europe-west1", "europe-west3", "europe-west6",
        "northamerica-northeast1", "northamerica-northeast2", "us-central1", "us-east1", "us-east4", "us-east5", "us-west2",
    ];
}
