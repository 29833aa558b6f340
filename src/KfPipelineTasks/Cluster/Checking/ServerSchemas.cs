using System.Collections.Concurrent;
using System.Text.Json;
using KfPipelineTasks.Cluster.Api;

namespace KfPipelineTasks.Cluster.Checking;

/// <summary>The schemas a server publishes: one document per API version, asked for when a kind of it is.</summary>
internal sealed class ServerSchemas(ClusterDoor door, CancellationToken cancellation)
{
    private const string Mark = "x-kubernetes-group-version-kind";
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyDictionary<string, SchemaNode>>>> _documents = new();

    /// <summary>Schema of a kind; null when the server does not tell.</summary>
    /// <exception cref="KubeError">The server is gone, or no longer lets us in.</exception>
    public async Task<SchemaNode?> FindAsync(ApiKind kind)
    {
        var path = kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}";
        var kinds = await _documents.GetOrAdd(path, _ => new Lazy<Task<IReadOnlyDictionary<string, SchemaNode>>>(() => ReadAsync(path, kind.Group, kind.Version))).Value;
        return kinds.GetValueOrDefault(kind.Kind);
    }

    private async Task<IReadOnlyDictionary<string, SchemaNode>> ReadAsync(string path, string group, string version)
    {
        try
        {
            var answer = await door.SendAsync(new KubeRequest(HttpMethod.Get, $"/openapi/v3/{path}", $"{door.Name}: asking for the fields of {path}") { Repeatable = true }, cancellation);
            if (answer.Body.At("components", "schemas") is not { } schemas) return new Dictionary<string, SchemaNode>();
            var reader = new SchemaReader(schemas);
            var read = new Dictionary<string, SchemaNode>();
            foreach (var schema in schemas.EnumerateObject())
            {
                foreach (var mark in schema.Value.Items(Mark).Where(m => Text(m, "group") == group && Text(m, "version") == version))
                    read.TryAdd(Text(mark, "kind"), reader.Read(schema.Value));
            }

            return read;
        }
        catch (KubeError e) when (e.Kind is not (KubeErrorKind.Unauthorized or KubeErrorKind.Unreachable))
        {
            // Older servers publish none and some do not let everybody read: then the server says what is wrong, object by object.
            return new Dictionary<string, SchemaNode>();
        }
    }

    private static string Text(JsonElement mark, string name) => mark.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
