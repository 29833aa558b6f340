using System.Text.RegularExpressions;

namespace LocalCloud.Faults;

/// <summary>Makes a long-running operation of the GKE API end in an error.</summary>
/// <param name="Type">Type it is about, as a regular expression: <c>CREATE_NODE_POOL</c>.</param>
/// <param name="Target">Name of the cluster or the node pool, as a regular expression.</param>
/// <param name="Message">Text of the error.</param>
/// <param name="Code">google.rpc code; 8 is RESOURCE_EXHAUSTED.</param>
/// <param name="Condition">Code of the condition it leaves, such as <c>GCE_STOCKOUT</c> or <c>GCE_QUOTA_EXCEEDED</c>.</param>
/// <param name="Times">How often; null: always.</param>
/// <param name="NodesPerZone">For a node pool: how many nodes come up all the same. Null: none, and the pool is in error.</param>
public sealed record OperationFault(Regex Type, Regex Target, string Message, int Code = 8, string? Condition = null, int? Times = 1, int? NodesPerZone = null);
