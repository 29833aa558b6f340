using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Workloads;

/// <summary>The templates a StatefulSet or DaemonSet has had: one ControllerRevision each.</summary>
internal sealed class Revisions(ClusterView view, string actor)
{
    public const string Label = "controller-revision-hash";

    /// <summary>The revision with the template asked for now; made when there is none.</summary>
    public JsonObject Current(JsonObject owner)
    {
        var template = Json.Map(owner, "spec", "template") ?? [];
        var known = All(owner);
        if (known.FirstOrDefault(revision => Json.Same(Template(revision), template)) is { } same) return Newest(same, known);
        var hash = Names.HashOf(template);
        return view.Create(actor, new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ControllerRevision",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{ClusterView.Name(owner)}-{hash}",
                ["namespace"] = ClusterView.Namespace(owner),
                ["labels"] = Labels(owner, hash),
                ["ownerReferences"] = new JsonArray(Owner.Reference(owner)),
            },
            ["data"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = template.DeepClone() } },
            ["revision"] = known.Select(Number).DefaultIfEmpty(0).Max() + 1,
        });
    }

    public List<JsonObject> All(JsonObject owner) => [.. view.Children(owner, Kinds.ControllerRevision).OrderBy(Number)];

    public static JsonObject? Template(JsonObject? revision) => Json.Map(revision, "data", "spec", "template");

    /// <summary>Forgets the oldest ones that no Pod uses, beyond the asked number.</summary>
    public void Trim(JsonObject owner, IReadOnlySet<string> used)
    {
        var idle = All(owner).Where(revision => !used.Contains(ClusterView.Name(revision)) && !used.Contains(HashOf(revision))).ToList();
        var limit = Json.Number(owner, "spec", "revisionHistoryLimit") ?? 10;
        foreach (var revision in idle.Take((int)Math.Max(0, idle.Count - limit))) view.Delete(ClusterView.KeyOf(revision));
    }

    public static string HashOf(JsonObject revision) => ClusterView.Label(revision, Label) ?? "";

    /// <summary>An old template that comes back becomes the newest revision again.</summary>
    private JsonObject Newest(JsonObject same, List<JsonObject> known)
    {
        var last = known.Select(Number).Max();
        return Number(same) == last ? same : view.Edit(actor, same, copy => copy["revision"] = last + 1);
    }

    private static JsonObject Labels(JsonObject owner, string hash)
    {
        var labels = Json.Map(owner, "spec", "template", "metadata", "labels")?.DeepClone() as JsonObject ?? [];
        labels[Label] = hash;
        return labels;
    }

    private static long Number(JsonObject revision) => Json.Number(revision, "revision") ?? 0;
}
