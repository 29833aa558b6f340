using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Core;

/// <summary>Empties a namespace that is being deleted, says what is left, and lets go of it in the end.</summary>
internal sealed class NamespaceController(ClusterView view) : IController
{
    private readonly HashSet<string> _terminating = new(StringComparer.Ordinal);

    public string Name => "namespace-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.Namespace),
        new Watch(null, change => _terminating.Contains(change.Key.Namespace) ? [new ObjectKey(Kinds.Namespace, "", change.Key.Namespace)] : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } space || !ClusterView.IsBeingDeleted(space))
        {
            _terminating.Remove(key.Name);
            return default;
        }

        _terminating.Add(key.Name);
        foreach (var content in view.Index.In(key.Name).ToList()) Delete(content);
        var left = view.Index.In(key.Name).Select(view.Get).OfType<JsonObject>().ToList();
        if (left.Count == 0) view.FinalizeNamespace(key.Name);
        else Say(space, left);
        return default;
    }

    private void Delete(ObjectKey content)
    {
        if (view.Get(content) is { } live && !ClusterView.IsBeingDeleted(live)) view.Delete(content, "Background", uid: ClusterView.Uid(live));
    }

    private void Say(JsonObject space, List<JsonObject> left) => view.EditStatus(Name, space, status =>
    {
        status["phase"] = "Terminating";
        Conditions.Set(status, "NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered", view.Stamp);
        Conditions.Set(status, "NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", "All legacy kube types successfully parsed", view.Stamp);
        Conditions.Set(status, "NamespaceDeletionContentFailure", false, "ContentDeleted", "All content successfully deleted, may be waiting on finalization", view.Stamp);
        Conditions.Set(status, "NamespaceContentRemaining", true, "SomeResourcesRemain", Remaining(left), view.Stamp);
        var finalizers = Finalizers(left);
        Conditions.Set(status, "NamespaceFinalizersRemaining", finalizers is not null, finalizers is null ? "ContentHasNoFinalizers" : "SomeFinalizersRemain",
            finalizers ?? "All content-preserving finalizers finished", view.Stamp);
    });

    private string Remaining(List<JsonObject> left) => "Some resources are remaining: " + string.Join(", ", left
        .GroupBy(item => view.ResourceOf(ClusterView.KeyOf(item).Kind))
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Key} has {group.Count()} resource instances"));

    private static string? Finalizers(List<JsonObject> left)
    {
        var found = left.SelectMany(item => Json.Texts(item, "metadata", "finalizers")).GroupBy(name => name).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        return found.Count == 0 ? null : "Some content in the namespace has finalizers remaining: " + string.Join(", ", found.Select(group => $"{group.Key} in {group.Count()} resource instances"));
    }
}
