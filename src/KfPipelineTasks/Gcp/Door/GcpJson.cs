using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KfPipelineTasks.Gcp.Billing;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.ConfigController;
using KfPipelineTasks.Gcp.Endpoints;
using KfPipelineTasks.Gcp.Keys;
using KfPipelineTasks.Gcp.NodePools;
using KfPipelineTasks.Gcp.Operations;
using KfPipelineTasks.Gcp.Projects;
using KfPipelineTasks.Gcp.Roles;
using KfPipelineTasks.Gcp.ServiceAccounts;
using KfPipelineTasks.Gcp.Services;
using KfPipelineTasks.Gcp.Sql;
using KfPipelineTasks.Gcp.Storage;

namespace KfPipelineTasks.Gcp.Door;

/// <summary>How the messages are written: unknown members of answers are passed over, what is null is not sent, 64-bit numbers may come as text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ClusterDetails))]
[JsonSerializable(typeof(ClusterList))]
[JsonSerializable(typeof(NodePool))]
[JsonSerializable(typeof(NodePoolUpdate))]
[JsonSerializable(typeof(CreateClusterBody))]
[JsonSerializable(typeof(CreateNodePoolBody))]
[JsonSerializable(typeof(SetSizeBody))]
[JsonSerializable(typeof(SetAutoscalingBody))]
[JsonSerializable(typeof(GkeOperation))]
[JsonSerializable(typeof(OperationList))]
[JsonSerializable(typeof(LongRunning))]
[JsonSerializable(typeof(Project))]
[JsonSerializable(typeof(ProjectList))]
[JsonSerializable(typeof(Permissions))]
[JsonSerializable(typeof(BillingInfo))]
[JsonSerializable(typeof(EnabledServices))]
[JsonSerializable(typeof(BatchEnableBody))]
[JsonSerializable(typeof(Role))]
[JsonSerializable(typeof(RoleList))]
[JsonSerializable(typeof(ServiceAccount))]
[JsonSerializable(typeof(CreateAccountBody))]
[JsonSerializable(typeof(AccountKeys))]
[JsonSerializable(typeof(CreateKeyBody))]
[JsonSerializable(typeof(KeyAnswer))]
[JsonSerializable(typeof(MachineType))]
[JsonSerializable(typeof(NamedList))]
[JsonSerializable(typeof(RegionDetails))]
[JsonSerializable(typeof(ReservedAddress))]
[JsonSerializable(typeof(DatabaseInstance))]
[JsonSerializable(typeof(BackendServiceList))]
[JsonSerializable(typeof(GroupReference))]
[JsonSerializable(typeof(GroupHealth))]
[JsonSerializable(typeof(ManagedService))]
[JsonSerializable(typeof(ServiceConfig))]
[JsonSerializable(typeof(SubmitConfigBody))]
[JsonSerializable(typeof(SubmitConfigAnswer))]
[JsonSerializable(typeof(Rollout))]
[JsonSerializable(typeof(RolloutList))]
[JsonSerializable(typeof(Bucket))]
[JsonSerializable(typeof(BucketPatch))]
[JsonSerializable(typeof(KrmApiHost))]
internal sealed partial class GcpJson : JsonSerializerContext;
