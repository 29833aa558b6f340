using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Gcp.Keys;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks.Google;

/// <summary>Keeps the key of pipelines in the Secret that Kubeflow Pipelines looks for.</summary>
/// <param name="ns">Namespace of the Secret.</param>
/// <param name="manager">Field manager.</param>
/// <param name="foreseen">What earlier steps of a plan would have made by now.</param>
internal sealed class ClusterKeyStore(ClusterDoor door, string ns, string manager, IReadOnlyList<Resource> foreseen) : IKeyStore
{
    private const string Name = "user-gcp-sa";
    private const string Entry = "user-gcp-sa.json";
    private static readonly ApiKind Secrets = new("", "v1", "Secret", "secrets", true, true, ["get", "patch"]);
    private static readonly ApiKind Namespaces = new("", "v1", "Namespace", "namespaces", false, true, ["get"]);
    private readonly KubeObjects _objects = new(door);

    public string Subject => $"Secret {ns}/{Name}";

    /// <exception cref="UsageException">The namespace does not exist: a key would be made for nobody.</exception>
    public async Task<Secret?> ReadAsync(CancellationToken cancellation)
    {
        if (await _objects.GetAsync(Namespaces, null, ns, cancellation, metadataOnly: true) is null)
        {
            if (foreseen.Any(r => r.Id.Kind == "Namespace" && r.Id.Name == ns)) return null;
            throw new UsageException($"Namespace {ns} is not in the cluster, so {Subject} has no place.", "Run Apply first, or name a namespace that is there: pipelines-secret.namespace.");
        }

        return await _objects.GetAsync(Secrets, ns, Name, cancellation) is { } found ? new Secret(Decoded(found.Text("data", Entry) ?? "")) : null;
    }

    public async Task StoreAsync(Secret json, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = "v1", ["kind"] = "Secret", ["type"] = "Opaque",
            ["metadata"] = new JsonObject { ["name"] = Name, ["namespace"] = ns },
            ["data"] = new JsonObject { [Entry] = Convert.ToBase64String(Encoding.UTF8.GetBytes(json.Reveal())) },
        };
        // The entry has one owner: whoever wrote it by kubectl before is relieved of it.
        await door.PinAsync(cancellation);
        await _objects.ApplyAsync(Secrets, ns, Name, JsonSerializer.SerializeToUtf8Bytes(body), new ApplyRequest(manager) { Force = true }, cancellation);
    }

    // What is no base64 is no key; it is replaced like any other broken content.
    private static string Decoded(string data)
    {
        var bytes = new byte[data.Length];
        return Convert.TryFromBase64String(data, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
