using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>One setter comment and the field it belongs to.</summary>
/// <param name="At">Where the field's value starts.</param>
/// <param name="Path">The field, such as <c>spec.template.spec.containers[0].image</c>.</param>
/// <param name="Pattern">What the comment says.</param>
public sealed record SetterUse(SourcePosition At, string Path, SetterPattern Pattern)
{
    /// <summary>The value before; for a list its YAML text. <c>***</c> inside a Secret.</summary>
    public required string Before { get; init; }

    /// <summary>The value wanted; null when it was not set because a value is missing or wrong. <c>***</c> inside a Secret.</summary>
    public string? After { get; init; }

    /// <summary>True when the text of the field is to change.</summary>
    public bool Changes { get; init; }

    /// <summary>True for a comment on a list.</summary>
    public bool IsList { get; init; }

    /// <summary>Type of the value before: <c>string</c>, <c>int</c>, <c>float</c>, <c>bool</c>, <c>null</c>, <c>timestamp</c> or <c>array</c>.</summary>
    public required string Type { get; init; }
}
