namespace LocalCloud.Kube.Schemas;

/// <summary>What a field holds.</summary>
internal enum FieldKind
{
    /// <summary>Anything: its shape is taken from the value.</summary>
    Any,
    Struct,
    Map,
    List,
    Text,
    Integer,
    Number,
    Flag,
    IntOrText,
    /// <summary>A quantity such as <c>500m</c>; a bare number is accepted.</summary>
    Quantity,
    Time,
    /// <summary>Base64.</summary>
    Bytes,
}
