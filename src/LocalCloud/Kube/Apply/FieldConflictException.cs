namespace LocalCloud.Kube.Apply;

/// <summary>An apply without force met fields of other managers.</summary>
internal sealed class FieldConflictException(IReadOnlyList<FieldConflict> conflicts) : Exception($"{conflicts.Count} field conflicts")
{
    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts;

    /// <summary>The summary that the real server gives.</summary>
    public string Summary()
    {
        if (Conflicts.Count == 1) return $"Apply failed with 1 conflict: conflict with {Conflicts[0].Owner.Display()}: {Conflicts[0].Path}";
        var managers = Conflicts
            .GroupBy(conflict => conflict.Owner.Display(), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"conflicts with {group.Key}:\n{string.Join('\n', group.Select(conflict => "- " + conflict.Path))}");
        return $"Apply failed with {Conflicts.Count} conflicts: {string.Join('\n', managers)}";
    }
}
