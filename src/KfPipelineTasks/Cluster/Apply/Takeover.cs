using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>
/// Takes over objects that kubectl made client side. As long as its managers own fields, a field that leaves our manifest
/// would stay for ever; so their sets are joined with ours in managedFields, guarded by the resourceVersion. The
/// last-applied annotation goes with the next apply: it is ours then, and we do not want it.
/// </summary>
internal sealed class Takeover(KubeObjects objects, string manager)
{
    private const int Tries = 6;
    private static readonly string[] Predecessors = ["kubectl-client-side-apply", "kubectl-create", "before-first-apply"];

    /// <summary>True when fields of the object belong to a predecessor.</summary>
    public static bool Needed(Resource live) => ManagedEntry.Of(live).Any(IsPredecessor);

    /// <summary>Whose fields would be taken over.</summary>
    public static IReadOnlyList<string> From(Resource live) => ManagedEntry.Of(live).Where(IsPredecessor).Select(e => e.Manager).Distinct().ToList();

    /// <summary>Makes their fields ours; gives the object as it is then.</summary>
    public async Task<Resource> DoAsync(ApiKind kind, Resource live, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await objects.PatchAsync(kind, live.Id.Namespace, live.Id.Name, "application/json-patch+json", Patch(live), manager, "take over from kubectl", cancellation);
            }
            catch (KubeError e) when (e.Kind is KubeErrorKind.Modified && tries < Tries)
            {
                var now = await objects.GetAsync(kind, live.Id.Namespace, live.Id.Name, cancellation, metadataOnly: true);
                if (now is null || !Needed(now)) return now ?? live;
                live = now;
            }
        }
    }

    internal ReadOnlyMemory<byte> Patch(Resource live)
    {
        var version = ManagedEntry.AppliedBy(live, manager)?.ApiVersion ?? ManagedEntry.Of(live).First(IsPredecessor).ApiVersion;
        return Json.Bytes(w =>
        {
            w.WriteStartArray();
            w.WriteStartObject();
            w.WriteString("op", "replace");
            w.WriteString("path", "/metadata/managedFields");
            w.WriteStartArray("value");
            w.WriteStartObject();
            w.WriteString("manager", manager);
            w.WriteString("operation", "Apply");
            w.WriteString("apiVersion", version);
            w.WriteString("fieldsType", "FieldsV1");
            w.WritePropertyName("fieldsV1");
            // Sets written for another version have other names: they are dropped, which makes the fields nobody's.
            FieldUnion.Write(w, ManagedEntry.Of(live).Where(e => (IsPredecessor(e) || IsOurs(e)) && e.ApiVersion == version).Select(e => e.Fields).ToList());
            w.WriteEndObject();
            foreach (var entry in live.Body.Items("metadata", "managedFields").Zip(ManagedEntry.Of(live)))
            {
                if (!IsPredecessor(entry.Second) && !IsOurs(entry.Second)) entry.First.WriteTo(w);
            }

            w.WriteEndArray();
            w.WriteEndObject();
            w.WriteStartObject();
            w.WriteString("op", "replace");
            w.WriteString("path", "/metadata/resourceVersion");
            w.WriteString("value", live.Text("metadata", "resourceVersion"));
            w.WriteEndObject();
            w.WriteEndArray();
        });
    }

    private bool IsOurs(ManagedEntry entry) => entry.Manager == manager && entry is { Operation: "Apply", Subresource: null };

    private static bool IsPredecessor(ManagedEntry entry) => entry is { Operation: "Update", Subresource: null } && Predecessors.Contains(entry.Manager);
}
