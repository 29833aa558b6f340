using System.Text.Json.Nodes;

namespace LocalCloud.Controllers.ConfigConnector;

/// <summary>How far a Google resource has come.</summary>
/// <param name="IsDone">It is as the object asks.</param>
/// <param name="Status">Fields of the object's status.</param>
internal sealed record ResourceState(bool IsDone, JsonObject Status)
{
    /// <summary>Something is under way; look again later.</summary>
    public static ResourceState Busy { get; } = new(false, []);

    public static ResourceState Done(JsonObject? status = null) => new(true, status ?? []);
}
