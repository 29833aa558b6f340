using KfPipelineTasks.Gcp.Judging;

namespace KfPipelineTasks.Gcp.Clusters;

/// <param name="Notes">What a person should know beside the verdict.</param>
public sealed record SurveyedCluster(ClusterVerdict Verdict, IReadOnlyList<string> Notes);
