using System.Text.Json.Nodes;

namespace KfPipelineTasks.Gcp.Policies;

/// <summary>The IAM policy of one resource.</summary>
public interface IPolicy
{
    /// <summary>Whose policy it is, as a person says it: <c>project p</c>.</summary>
    string Subject { get; }

    /// <summary>The policy at version 3, conditions included, as it stands.</summary>
    Task<JsonObject> ReadAsync(CancellationToken cancellation);

    /// <summary>Replaces the policy, if it is still the one with this etag.</summary>
    Task<JsonObject> WriteAsync(JsonObject policy, CancellationToken cancellation);
}
