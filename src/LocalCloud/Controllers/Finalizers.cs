using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers;

/// <summary>Puts finalizers on objects and takes them off.</summary>
internal static class Finalizers
{
    public static bool Has(JsonObject document, string finalizer) => Json.Texts(document, "metadata", "finalizers").Contains(finalizer);

    public static JsonObject Add(ClusterView view, string actor, JsonObject live, params string[] finalizers) =>
        finalizers.All(finalizer => Has(live, finalizer)) ? live : view.Edit(actor, live, copy =>
            Json.Ensure(copy, "metadata")["finalizers"] = Json.ListOf(Json.Texts(copy, "metadata", "finalizers").Union(finalizers)));

    /// <summary>When it was the last one of an object that is being deleted, the object goes.</summary>
    public static void Remove(ClusterView view, string actor, JsonObject live, params string[] finalizers)
    {
        if (!finalizers.Any(finalizer => Has(live, finalizer))) return;
        view.Edit(actor, live, copy =>
        {
            var left = Json.Texts(copy, "metadata", "finalizers").Except(finalizers).ToList();
            if (left.Count == 0) Json.Map(copy, "metadata")!.Remove("finalizers");
            else Json.Map(copy, "metadata")!["finalizers"] = Json.ListOf(left);
        });
    }
}
