namespace KfPipelineTasks.Model;

/// <summary>One object of a set, with what it needs before it can be sent.</summary>
/// <param name="Resource">The wanted object.</param>
/// <param name="Needs">What must be there first; empty when it can go at once.</param>
/// <param name="StartsAfter">For workloads: injectors whose webhook must answer before Pods of it can be made. Does not hold the object back, explains why it is not ready.</param>
public sealed record ApplyNode(Resource Resource, IReadOnlyList<Need> Needs, IReadOnlyList<Need.WebhookAnswers> StartsAfter)
{
    /// <summary>
    /// For workloads: objects of the set that their Pods cannot be made or started without (service account, ConfigMaps, Secrets, claims).
    /// Does not hold the object back; what goes earlier spares a controller its failed attempts, each of which makes it wait longer.
    /// </summary>
    public IReadOnlyList<ResourceId> PodsNeed { get; init; } = [];
}
