using System.Text.Json;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>Fields set in one object of a component.</summary>
/// <param name="Kind">Kind of the object.</param>
/// <param name="Namespace">Its namespace; null for a cluster-scoped one.</param>
/// <param name="Name">Its name.</param>
/// <param name="When">Condition on a setting, <c>path=value</c>; empty: always.</param>
/// <param name="Fields">A JSON merge patch (RFC 7396); in keys and values <c>${endpoint}</c> is the host of the installation, <c>${admin-email}</c> the administrator, <c>${people}</c> everybody who may come in, one a line.</param>
internal sealed record MergePage(string Kind, string? Namespace, string Name, string When, JsonElement Fields);
