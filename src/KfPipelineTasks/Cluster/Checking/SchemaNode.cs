namespace KfPipelineTasks.Cluster.Checking;

/// <summary>What a kind allows at one place of its objects.</summary>
internal sealed class SchemaNode
{
    /// <summary>A place that takes anything.</summary>
    public static SchemaNode Anything { get; } = new();

    /// <summary>OpenAPI's word for the type; null when several are allowed, or nobody says.</summary>
    public string? Type { get; set; }

    /// <summary>Fields by name; null when fields are not described.</summary>
    public Dictionary<string, SchemaNode>? Fields { get; set; }

    /// <summary>What fields hold that have no name of their own; null when there are none.</summary>
    public SchemaNode? Values { get; set; }

    /// <summary>What the items of a list are; null when nobody says.</summary>
    public SchemaNode? Items { get; set; }

    /// <summary>True when fields are kept that are not described.</summary>
    public bool KeepsUnknown { get; set; }

    /// <summary>What stands below a field; null when there is no such field.</summary>
    public SchemaNode? Below(string field) =>
        Fields is not null && Fields.TryGetValue(field, out var known) ? known : Values ?? (KeepsUnknown || Fields is null ? Anything : null);
}
