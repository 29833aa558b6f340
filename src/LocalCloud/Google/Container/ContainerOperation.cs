using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LocalCloud.Kube;

namespace LocalCloud.Google.Container;

/// <summary>Work on a cluster that takes time. It is data, so that a restart can take it up again.</summary>
/// <param name="Name"><c>operation-{milliseconds}-{8 hex digits}</c>.</param>
/// <param name="Type">Such as <c>CREATE_NODE_POOL</c>.</param>
/// <param name="Cluster">The cluster it works on.</param>
/// <param name="NodePool">The node pool, where it is about one.</param>
/// <param name="StartTime">When it began.</param>
/// <param name="Duration">How long it takes.</param>
public sealed record ContainerOperation(string Name, string Type, ClusterKey Cluster, string? NodePool, DateTimeOffset StartTime, TimeSpan Duration)
{
    /// <summary><c>RUNNING</c>, <c>ABORTING</c> or <c>DONE</c>; done says nothing about success.</summary>
    public string Status { get; init; } = "RUNNING";

    public DateTimeOffset? EndTime { get; init; }

    /// <summary>What it will change, in a form of its own per type.</summary>
    public JsonObject Change { get; init; } = [];

    /// <summary>google.rpc code of the failure, or null.</summary>
    public int? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>Code of the condition a failure leaves on the pool or the cluster, such as <c>GCE_STOCKOUT</c>.</summary>
    public string? Condition { get; init; }

    /// <summary>Nodes per zone that come up although a pool fails; null: none.</summary>
    public int? NodesDespiteFailure { get; init; }

    [JsonIgnore]
    public bool IsDone => Status == "DONE";

    [JsonIgnore]
    public DateTimeOffset DueAt => StartTime + Duration;

    [JsonIgnore]
    internal string Id => Identify(Cluster.Project, Cluster.Location, Name);

    internal static string Identify(string project, string location, string name) => $"projects/{project}/locations/{location}/operations/{name}";

    /// <summary>What it is doing, as the refusal of a second operation says it.</summary>
    [JsonIgnore]
    internal string Doing => Type switch
    {
        OperationTypes.CreateCluster => "creating cluster",
        OperationTypes.DeleteCluster => "deleting cluster",
        OperationTypes.CreateNodePool => "creating a node pool for cluster",
        OperationTypes.DeleteNodePool => "deleting a node pool for cluster",
        OperationTypes.SetNodePoolSize => "setting node pool size for cluster",
        OperationTypes.UpgradeMaster or OperationTypes.UpgradeNodes => "upgrading cluster",
        _ => "updating cluster",
    };
}
