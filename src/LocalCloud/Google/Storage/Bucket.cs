using System.Text.Json.Nodes;

namespace LocalCloud.Google.Storage;

/// <summary>A bucket.</summary>
/// <param name="Name">Name, unique in the world.</param>
/// <param name="Project">Id of the project that owns it.</param>
/// <param name="Body">Writable fields.</param>
/// <param name="Generation">Counts the changes of its metadata.</param>
/// <param name="CreateTime">When it was made.</param>
public sealed record Bucket(string Name, string Project, JsonObject Body, long Generation, DateTimeOffset CreateTime);
