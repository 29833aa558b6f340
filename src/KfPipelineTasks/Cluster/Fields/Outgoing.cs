using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>
/// Makes the object that is sent out of the one that was written down: without what only the server sets, without status,
/// with <c>stringData</c> as <c>data</c> (the server would never let go of it), with the labels of the inventory.
/// </summary>
internal static class Outgoing
{
    /// <summary>Bookkeeping of client-side <c>kubectl apply</c>; ours is in managedFields.</summary>
    public const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly string[] ServerSet = ["creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "managedFields", "resourceVersion", "selfLink", "uid"];

    /// <param name="wanted">The object of the set.</param>
    /// <param name="kind">Its kind as the server serves it.</param>
    /// <param name="id">Its identity, with the namespace it will have.</param>
    /// <param name="labels">Labels to add.</param>
    public static Resource Make(Resource wanted, ApiKind kind, ResourceId id, IReadOnlyDictionary<string, string> labels)
    {
        var bytes = Json.Bytes(w =>
        {
            w.WriteStartObject();
            foreach (var field in wanted.Body.EnumerateObject())
            {
                if (field.NameEquals("status") && (kind.HasStatus || id.Kind == "CustomResourceDefinition")) continue;
                if (field.NameEquals("metadata")) Metadata(w, field.Value, id, labels);
                else if (id.Kind == "Secret" && id.Group.Length == 0 && (field.NameEquals("data") || field.NameEquals("stringData"))) SecretData(w, wanted.Body, field.Name);
                else if (id is { Kind: "ClusterRole", Group: "rbac.authorization.k8s.io" } && field.NameEquals("rules") && wanted.At("aggregationRule") is not null) continue;
                else field.WriteTo(w);
            }

            w.WriteEndObject();
        });
        return new Resource(id, Json.Parse(bytes.Span), wanted.Source);
    }

    /// <summary>The object without some of its fields.</summary>
    /// <param name="paths">As the server names fields in conflicts: <c>.spec.replicas</c>, <c>.webhooks[name="a"].clientConfig.caBundle</c>.</param>
    public static Resource Without(Resource wanted, IEnumerable<string> paths)
    {
        var root = JsonNode.Parse(wanted.Body.Bytes().Span)!;
        foreach (var path in paths) Remove(root, FieldPath.Parse(path));
        return new Resource(wanted.Id, Json.Parse(JsonSerializer.SerializeToUtf8Bytes(root)), wanted.Source);
    }

    private static void Metadata(Utf8JsonWriter w, JsonElement metadata, ResourceId id, IReadOnlyDictionary<string, string> labels)
    {
        w.WriteStartObject("metadata");
        var labelled = labels.Count == 0;
        foreach (var field in metadata.EnumerateObject())
        {
            if (ServerSet.Contains(field.Name) || field.NameEquals("namespace")) continue;
            if (field.NameEquals("labels"))
            {
                labelled = true;
                Map(w, "labels", field.Value, labels, leaveOut: null);
            }
            else if (field.NameEquals("annotations") && field.Value.At(LastApplied) is not null)
            {
                Map(w, "annotations", field.Value, new Dictionary<string, string>(), LastApplied);
            }
            else
            {
                field.WriteTo(w);
            }
        }

        if (!labelled) Map(w, "labels", Json.EmptyObject, labels, leaveOut: null);
        if (id.Namespace is { } ns) w.WriteString("namespace", ns);
        w.WriteEndObject();
    }

    private static void Map(Utf8JsonWriter w, string name, JsonElement written, IReadOnlyDictionary<string, string> more, string? leaveOut)
    {
        w.WriteStartObject(name);
        if (written.ValueKind == JsonValueKind.Object)
        {
            foreach (var item in written.EnumerateObject())
            {
                if (item.Name != leaveOut && !more.ContainsKey(item.Name)) item.WriteTo(w);
            }
        }

        foreach (var (key, value) in more) w.WriteString(key, value);
        w.WriteEndObject();
    }

    // stringData wins over data, as in the server. Both are written once, where the first of them stands.
    private static void SecretData(Utf8JsonWriter w, JsonElement secret, string at)
    {
        var first = secret.EnumerateObject().First(p => p.Name is "data" or "stringData").Name;
        if (at != first) return;
        var text = secret.Properties("stringData").Where(p => p.Value.ValueKind == JsonValueKind.String).ToDictionary(p => p.Name, p => p.Value.GetString()!);
        w.WriteStartObject("data");
        foreach (var item in secret.Properties("data"))
        {
            if (!text.ContainsKey(item.Name)) item.WriteTo(w);
        }

        foreach (var (key, value) in text) w.WriteBase64String(key, Encoding.UTF8.GetBytes(value));
        w.WriteEndObject();
    }

    private static void Remove(JsonNode? here, IReadOnlyList<FieldStep> path)
    {
        for (var i = 0; i < path.Count && here is not null; i++)
        {
            var last = i == path.Count - 1;
            if (path[i].Name is { } name)
            {
                if (here is not JsonObject map) return;
                if (last) map.Remove(name);
                else here = map[name];
            }
            else
            {
                if (here is not JsonArray list) return;
                var item = list.FirstOrDefault(n => path[i].Fits(n));
                if (last && item is not null) list.Remove(item);
                else here = item;
            }
        }
    }
}
