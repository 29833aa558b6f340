namespace KfPipelineTasks.Manifests.Setters;

/// <summary>A setter, as its comments and the values given tell it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scope">The scope it is used in: one name may have two values in two scopes.</param>
/// <param name="Value">The value: given, or the one text that all its fields have in its place. Null when they disagree or do not tell.</param>
/// <param name="Type"><c>array</c>, or the type of the fields that are nothing but the setter; <c>string</c> where they differ.</param>
/// <param name="Uses">How many comments name it.</param>
/// <param name="Files">The files with these comments, sorted.</param>
public sealed record SetterCatalogEntry(string Name, string Scope, string? Value, string Type, int Uses, IReadOnlyList<string> Files);
