using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Api;

/// <summary>How an object is to be deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary><c>Foreground</c>, <c>Background</c>, <c>Orphan</c>; null: the kind's own default.</summary>
    public string? Propagation { get; init; }

    /// <summary>Seconds; null: the object's own.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>Refuse unless the object has this uid.</summary>
    public string? Uid { get; init; }

    /// <summary>Refuse unless the object has this version.</summary>
    public string? ResourceVersion { get; init; }

    internal JsonObject Preconditions()
    {
        var preconditions = new JsonObject();
        if (Uid is not null) preconditions["uid"] = Uid;
        if (ResourceVersion is not null) preconditions["resourceVersion"] = ResourceVersion;
        return preconditions;
    }

    internal static DeleteOptions From(JsonObject? body) => new()
    {
        Propagation = Json.Text(body, "propagationPolicy") ?? (Json.Flag(body, "orphanDependents") == true ? "Orphan" : null),
        GracePeriodSeconds = Json.Number(body, "gracePeriodSeconds"),
        Uid = Json.Text(body, "preconditions", "uid"),
        ResourceVersion = Json.Text(body, "preconditions", "resourceVersion"),
    };
}
