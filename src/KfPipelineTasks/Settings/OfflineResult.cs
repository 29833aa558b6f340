namespace KfPipelineTasks.Settings;

/// <summary>What is known of settings when nobody was asked.</summary>
/// <param name="Names">Every derived name, fitting or not.</param>
/// <param name="Broken">Properties of the settings that break a rule, those included whose default follows from such a one.</param>
public sealed record OfflineResult(IReadOnlyList<DerivedName> Names, IReadOnlySet<string> Broken)
{
    /// <summary>True when none of the properties breaks a rule.</summary>
    /// <param name="properties">Properties such as <c>Cluster.Name</c>; one that ends in a dot stands for all below.</param>
    public bool IsSound(params IReadOnlyList<string> properties) => !properties.Any(p => p[^1] == '.' ? Broken.Any(b => b.StartsWith(p, StringComparison.Ordinal)) : Broken.Contains(p));
}
