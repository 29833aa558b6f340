namespace KfPipelineTasks.Cluster.Api;

/// <summary>One entry of <c>status.details.causes</c>.</summary>
/// <param name="Reason">Such as <c>FieldValueInvalid</c>, <c>FieldManagerConflict</c>.</param>
/// <param name="Field">Path of the field as the server writes it; null when the cause is about no field.</param>
public sealed record StatusCause(string? Reason, string Message, string? Field)
{
    public override string ToString() => Field is null ? Message : $"{Field}: {Message}";
}
