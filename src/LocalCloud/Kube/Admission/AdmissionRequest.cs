using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Auth;

namespace LocalCloud.Kube.Admission;

/// <summary>A write on its way into the store.</summary>
public sealed class AdmissionRequest
{
    public required AdmissionOperation Operation { get; init; }

    public required ResourceInfo Resource { get; init; }

    /// <summary>Empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Empty for cluster-wide objects.</summary>
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>The object to be stored; mutating hooks change it in place. Null when it is deleted.</summary>
    public JsonObject? Object { get; init; }

    /// <summary>The stored object; null when it is created.</summary>
    public JsonObject? OldObject { get; init; }

    public required UserInfo User { get; init; }

    public bool DryRun { get; init; }

    /// <summary>Warnings for the caller are added here.</summary>
    public ICollection<string> Warnings { get; init; } = [];
}
