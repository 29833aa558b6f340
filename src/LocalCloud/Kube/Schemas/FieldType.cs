namespace LocalCloud.Kube.Schemas;

/// <summary>
/// The type of a field as apply, patches and strict decoding see it. Built-in kinds get theirs from <see cref="KindTable"/>,
/// custom resources from their structural schema.
/// </summary>
internal sealed class FieldType
{
    // These come first: the types below are made with them.
    private static readonly IReadOnlyDictionary<string, FieldType> NoFields = new Dictionary<string, FieldType>(StringComparer.Ordinal);
    private static readonly IReadOnlySet<string> NoNames = new HashSet<string>(StringComparer.Ordinal);

    public static readonly FieldType Any = new() { Kind = FieldKind.Any, Open = true };
    public static readonly FieldType Text = new() { Kind = FieldKind.Text };

    public required FieldKind Kind { get; init; }

    /// <summary>Name of a struct type, for messages.</summary>
    public string Name { get; init; } = "";

    /// <summary>Fields of a struct; empty otherwise.</summary>
    public IReadOnlyDictionary<string, FieldType> Fields { get; internal set; } = NoFields;

    /// <summary>Numbers of the fields of a struct in Protobuf.</summary>
    public WireNumbers Wire { get; internal set; } = WireNumbers.None;

    /// <summary>Names of fields that must be there.</summary>
    public IReadOnlySet<string> Required { get; internal set; } = NoNames;

    /// <summary>Type of map values or list items.</summary>
    public FieldType? Element { get; init; }

    /// <summary>The value is owned as a whole (lists say it with <see cref="Shape"/>).</summary>
    public bool Atomic { get; init; }

    public ListShape Shape { get; init; }

    /// <summary>Keys of a list map.</summary>
    public IReadOnlyList<ListKey> Keys { get; init; } = [];

    /// <summary>Strategic merge: lists are merged by this key; empty for lists of scalars, null when the list is replaced.</summary>
    public string? MergeKey { get; init; }

    /// <summary>Strategic merge: members that the patch does not name are dropped when <c>$retainKeys</c> says so.</summary>
    public bool RetainKeys { get; init; }

    /// <summary>Unknown fields are kept.</summary>
    public bool Open { get; init; }

    /// <summary>Null is a value of its own.</summary>
    public bool Nullable { get; init; }

    public bool IsScalar => Kind is not (FieldKind.Any or FieldKind.Struct or FieldKind.Map or FieldKind.List);

    /// <summary>Type of an object member; null when the type does not know it.</summary>
    public FieldType? Member(string name)
    {
        if (Fields.TryGetValue(name, out var field)) return field;
        if (Kind == FieldKind.Map) return Element ?? Any;
        return Open || Kind == FieldKind.Any ? Any : null;
    }
}
