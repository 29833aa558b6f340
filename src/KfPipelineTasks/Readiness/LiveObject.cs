using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness;

/// <summary>A live object as rules look at it.</summary>
/// <param name="Resource">The object.</param>
/// <param name="Now">The time of the look.</param>
/// <param name="Around">Other live objects that can explain this one: its Pods, the endpoints of its Service; may be empty.</param>
internal sealed record LiveObject(Resource Resource, DateTimeOffset Now, IReadOnlyList<Resource> Around)
{
    public ResourceId Id => Resource.Id;

    /// <summary>The conditions of the object, in its order.</summary>
    public IEnumerable<Condition> Conditions => Resource.At("status").Items("conditions").Where(item => item.ValueKind == JsonValueKind.Object).Select(Condition.Of);

    public bool HasStatus => Resource.At("status") is { ValueKind: JsonValueKind.Object };

    public Condition? Find(string type) => Conditions.FirstOrDefault(condition => condition.Type == type);

    /// <summary>A count below <c>status</c>; 0 when the controller has not written one, as the API leaves out zeros.</summary>
    public long Count(string name) => Resource.Number("status", name) ?? 0;

    /// <summary>The whole number at a path, or <paramref name="otherwise"/>.</summary>
    public long Number(long otherwise, params ReadOnlySpan<string> path) => Resource.Number(path) ?? otherwise;

    public string? Text(params ReadOnlySpan<string> path) => Resource.Text(path);

    /// <summary><c>kubectl describe</c> for this object.</summary>
    public string Describe => $"kubectl describe {Id.GroupKind.ToLowerInvariant()} {Id.Name}" + (Id.Namespace is null ? "" : $" -n {Id.Namespace}");
}
