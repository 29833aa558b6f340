namespace KfPipelineTasks.Manifests.Setters;

/// <summary>The type an unquoted text has.</summary>
internal enum PlainType
{
    String,
    Null,
    Bool,
    Int,
    Float,
    Timestamp,
    /// <summary><c>&lt;&lt;</c> and <c>=</c>, which older readers give a meaning of their own.</summary>
    Special,
}
