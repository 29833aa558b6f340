namespace KfPipelineTasks.Gcp.Compute;

/// <param name="Metric"><c>CPUS</c>, <c>IN_USE_ADDRESSES</c>, <c>DISKS_TOTAL_GB</c>, <c>SSD_TOTAL_GB</c> ...</param>
public sealed record RegionQuota(string Metric, double Limit, double Usage)
{
    public double Free => Limit - Usage;
}
