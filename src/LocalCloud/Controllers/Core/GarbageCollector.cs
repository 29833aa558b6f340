using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Core;

/// <summary>
/// Objects go after their owners: later (background), before them (foreground), or they stay behind without an owner
/// (orphan). An object with several owners stays as long as one of them does.
/// </summary>
internal sealed class GarbageCollector(ClusterView view) : IController
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    public string Name => "generic-garbage-collector";

    public IEnumerable<Watch> Watches => [new Watch(null, Wakes)];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } live) return default;
        var finalizers = Json.Texts(live, "metadata", "finalizers").ToList();
        if (ClusterView.IsBeingDeleted(live))
        {
            if (finalizers.Contains(Orphan)) LetGo(live);
            else if (finalizers.Contains(Foreground)) TakeAlong(live);
            return default;
        }

        LookAtOwners(key, live);
        return default;
    }

    private IEnumerable<ObjectKey> Wakes(ObjectChange change)
    {
        var woken = change.IsGone ? view.Index.Dependents(change.Uid).ToList() : [];
        if (!change.IsGone && (change.OwnerUids.Count > 0 || change.IsBeingDeleted)) woken.Add(change.Key);
        // An owner that is being deleted in the foreground waits for the last of these.
        if (change.IsGone || change.IsBeingDeleted) woken.AddRange(change.OwnerUids.Select(view.Index.Find).OfType<ObjectKey>());
        return woken;
    }

    private void LetGo(JsonObject owner)
    {
        var uid = ClusterView.Uid(owner);
        foreach (var key in view.Index.Dependents(uid).ToList())
        {
            if (view.Get(key) is { } dependent) view.Edit(Name, dependent, copy => Drop(copy, reference => reference.Uid == uid));
        }

        Release(owner, Orphan);
    }

    private void TakeAlong(JsonObject owner)
    {
        var uid = ClusterView.Uid(owner);
        var left = view.Index.Dependents(uid).Select(view.Get).OfType<JsonObject>().ToList();
        foreach (var dependent in left.Where(item => !ClusterView.IsBeingDeleted(item))) LookAtOwners(ClusterView.KeyOf(dependent), dependent);
        var blocking = view.Index.Dependents(uid).Select(view.Get).OfType<JsonObject>().Any(item => Owner.All(item).Any(reference => reference.Uid == uid && reference.Blocks));
        if (!blocking) Release(owner, Foreground);
    }

    private void LookAtOwners(ObjectKey key, JsonObject live)
    {
        var owners = Owner.All(live).ToList();
        if (owners.Count == 0) return;
        var gone = owners.Where(owner => !IsThere(owner, key)).ToList();
        var leaving = owners.Where(owner => !gone.Contains(owner) && IsLeaving(owner)).ToList();
        if (gone.Count + leaving.Count < owners.Count)
        {
            // Somebody still wants it.
            if (gone.Count > 0 || leaving.Count > 0) view.Edit(Name, live, copy => Drop(copy, owner => gone.Contains(owner) || leaving.Contains(owner)));
            return;
        }

        var hasDependents = view.Index.Dependents(ClusterView.Uid(live)).Count > 0;
        view.Delete(key, leaving.Count > 0 && hasDependents ? "Foreground" : "Background", uid: ClusterView.Uid(live));
    }

    private bool IsThere(Owner owner, ObjectKey dependent) =>
        view.Index.Find(owner.Uid) is { } found && (found.Namespace.Length == 0 || found.Namespace == dependent.Namespace);

    private bool IsLeaving(Owner owner) =>
        view.Index.Find(owner.Uid) is { } key && view.Get(key) is { } live && ClusterView.IsBeingDeleted(live) && Json.Texts(live, "metadata", "finalizers").Contains(Foreground);

    private void Release(JsonObject owner, string finalizer) => view.Edit(Name, owner, copy =>
    {
        if (Json.List(copy, "metadata", "finalizers") is not { } finalizers) return;
        foreach (var item in finalizers.Where(item => Json.Text(item) == finalizer).ToList()) finalizers.Remove(item);
    });

    private static void Drop(JsonObject copy, Func<Owner, bool> isUnwanted)
    {
        if (Json.List(copy, "metadata", "ownerReferences") is not { } references) return;
        foreach (var (owner, reference) in Owner.All(copy).Zip(references.OfType<JsonObject>().ToList()).Where(pair => isUnwanted(pair.First)).ToList()) references.Remove(reference);
        if (references.Count == 0) Json.Map(copy, "metadata")!.Remove("ownerReferences");
    }
}
