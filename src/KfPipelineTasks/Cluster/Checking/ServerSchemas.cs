using System.Collections.Concurrent;
using System.Text.Json;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Checking;

/// <summary>
/// The schemas a server publishes: one document per API version, asked for when a kind of it is. Of custom resources the definition itself:
/// what is published about them lags behind it.
/// </summary>
internal sealed class ServerSchemas(KubeObjects objects, CancellationToken cancellation)
{
    private const string Mark = "x-kubernetes-group-version-kind";
    private static readonly ApiKind Definitions = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false, true, ["get"]);
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyDictionary<string, SchemaNode>>>> _documents = new();

    /// <summary>Schema of a kind; null when the server does not tell.</summary>
    /// <exception cref="KubeError">The server is gone, or no longer lets us in.</exception>
    public async Task<SchemaNode?> FindAsync(ApiKind kind)
    {
        if (!BuiltInGroups.Has(kind.Group) && await DefinitionAsync(kind) is { } definition) return OfDefinition(definition, kind.Version);
        var path = kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}";
        var kinds = await _documents.GetOrAdd(path, _ => new Lazy<Task<IReadOnlyDictionary<string, SchemaNode>>>(() => ReadAsync(path, kind.Group, kind.Version))).Value;
        return kinds.GetValueOrDefault(kind.Kind);
    }

    /// <summary>Schema of one version of a definition; null when it has none.</summary>
    public static SchemaNode? OfDefinition(Resource definition, string version) =>
        definition.Body.Items("spec", "versions").Where(v => v.Text("name") == version).Select(v => v.At("schema", "openAPIV3Schema")).FirstOrDefault() is { } schema
            ? SchemaReader.OfDefinition(schema)
            : null;

    private async Task<Resource?> DefinitionAsync(ApiKind kind)
    {
        try
        {
            return await objects.GetAsync(Definitions, null, $"{kind.Plural}.{kind.Group}", cancellation);
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.Forbidden or KubeErrorKind.KindNotServed)
        {
            // Whoever may only work inside a namespace may not read definitions; then what is published has to do.
            return null;
        }
    }

    private async Task<IReadOnlyDictionary<string, SchemaNode>> ReadAsync(string path, string group, string version)
    {
        try
        {
            var answer = await objects.Door.SendAsync(new KubeRequest(HttpMethod.Get, $"/openapi/v3/{path}", $"{objects.Door.Name}: asking for the fields of {path}") { Repeatable = true }, cancellation);
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
