namespace LocalCloud.Google.Compute;

/// <summary>Which accelerators a zone has.</summary>
internal static class Accelerators
{
    private static readonly (string Name, string Description, int Most, string[] Regions)[] Types =
    [
        ("nvidia-l4", "NVIDIA L4", 8, ["us-central1", "us-east1", "us-east4", "us-west1", "europe-west1", "europe-west4", "asia-southeast1", "asia-northeast1"]),
        ("nvidia-tesla-a100", "NVIDIA A100 40GB", 16, ["us-central1", "europe-west4", "asia-southeast1"]),
        ("nvidia-tesla-p100", "NVIDIA Tesla P100", 4, ["us-central1", "us-east1", "us-west1", "europe-west1", "europe-west4", "asia-east1"]),
        ("nvidia-tesla-t4", "NVIDIA T4", 4, ["us-central1", "us-east1", "us-east4", "us-west1", "us-west2", "europe-west1", "europe-west2", "europe-west3", "europe-west4", "asia-east1", "asia-northeast1", "asia-southeast1"]),
        ("nvidia-tesla-v100", "NVIDIA V100", 8, ["us-central1", "us-east1", "us-west1", "europe-west4", "asia-east1"]),
    ];

    public static IEnumerable<(string Name, string Description, int Most)> In(string zone)
    {
        var region = Geography.RegionOf(zone);
        return Types.Where(type => type.Regions.Contains(region)).Select(type => (type.Name, type.Description, type.Most));
    }
}
