namespace KfPipelineTasks.Gcp.Projects;

/// <summary>Body and answer of testIamPermissions alike.</summary>
/// <param name="Names">What is asked for; in the answer: what the caller has.</param>
internal sealed record Permissions([property: System.Text.Json.Serialization.JsonPropertyName("permissions")] IReadOnlyList<string>? Names);
