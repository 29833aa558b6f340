using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Custom;

/// <summary>
/// Follows CustomResourceDefinitions: accepts their names and establishes them after a delay, serves them, and removes
/// their objects before they go.
/// </summary>
internal sealed class DefinitionController(KubeCluster cluster) : IAsyncDisposable
{
    public const string Resource = "customresourcedefinitions.apiextensions.k8s.io";
    private const string Finalizer = "customresourcecleanup.apiextensions.k8s.io";
    private const string Manager = "kube-apiserver";

    // A webhook may refuse what this controller writes, like anybody's; it asks again, as the real one does.
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public void Start()
    {
        var watch = cluster.Store.Watch(Resource, since: null);
        foreach (var known in watch.Initial.Where(IsEstablished)) Serve(known);
        _running = FollowAsync(watch);
    }

    private async Task FollowAsync(StoreWatch watch)
    {
        using (watch)
        {
            try
            {
                foreach (var known in watch.Initial) Handle(new(StoreEventType.Added, known, null));
                await foreach (var change in watch.Events.ReadAllAsync(_stop.Token)) Handle(change);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The cluster is being stopped.
            }
        }
    }

    private void Handle(StoreEvent change)
    {
        var definition = change.Object;
        if (change.Type == StoreEventType.Deleted)
        {
            cluster.Catalog.SetCustom(definition.Name, []);
            return;
        }
        if (definition.IsDeleting) RemoveObjects(definition.Name);
        else if (IsEstablished(definition)) Serve(definition);
        else if (cluster.EstablishDelay == TimeSpan.Zero) Establish(definition.Name, definition.Uid);
        else _ = EstablishLaterAsync(definition);
    }

    private Task EstablishLaterAsync(StoredObject definition) => LaterAsync(cluster.EstablishDelay, () => Establish(definition.Name, definition.Uid));

    private async Task LaterAsync(TimeSpan wait, Action act)
    {
        try
        {
            await Task.Delay(wait, cluster.Time, _stop.Token);
            act();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The cluster is being stopped.
        }
    }

    private static bool IsEstablished(StoredObject definition) =>
        Json.Maps(definition.Parse(), "status", "conditions").Any(condition => Json.Text(condition, "type") == "Established" && Json.Text(condition, "status") == "True");

    private void Serve(StoredObject definition) => cluster.Catalog.SetCustom(definition.Name, DefinitionReader.Read(definition.Parse()));

    private void Establish(string name, string uid)
    {
        var conflict = NameConflict(name);
        Change(name, uid, definition =>
        {
            var status = Json.Ensure(definition, "status");
            if (conflict is null)
            {
                status["acceptedNames"] = Json.Map(definition, "spec", "names")?.DeepClone() ?? new JsonObject();
                status["conditions"] = new JsonArray(
                    Condition("NamesAccepted", "True", "NoConflicts", "no conflicts found"),
                    Condition("Established", "True", "InitialNamesAccepted", "the initial names have been accepted"));
            }
            else
            {
                status["conditions"] = new JsonArray(
                    Condition("NamesAccepted", "False", conflict.Value.Reason, conflict.Value.Message),
                    Condition("Established", "False", "NotAccepted", "not all names are accepted"));
            }
        }, again: () => Establish(name, uid));
    }

    private (string Reason, string Message)? NameConflict(string name)
    {
        if (cluster.Store.Get(Resource, null, name)?.Parse() is not { } definition) return null;
        var group = Json.Text(definition, "spec", "group");
        var names = Json.Map(definition, "spec", "names");
        foreach (var other in cluster.Catalog.All.Where(info => info.Group == group && info.Custom?.Definition != name))
        {
            if (other.Kind == Json.Text(names, "kind")) return ("KindConflict", $"\"{other.Kind}\" is already in use");
            if (other.Plural == Json.Text(names, "plural")) return ("PluralConflict", $"\"{other.Plural}\" is already in use");
            if (other.ShortNames.Intersect(Json.Texts(names, "shortNames"), StringComparer.Ordinal).FirstOrDefault() is { } shared) return ("ShortNamesConflict", $"\"{shared}\" is already in use");
        }
        return null;
    }

    private JsonObject Condition(string type, string status, string reason, string message) => new()
    {
        ["type"] = type, ["status"] = status, ["lastTransitionTime"] = cluster.Now, ["reason"] = reason, ["message"] = message,
    };

    /// <summary>Removes every object of the definition; the definition goes with its finalizer once none is left.</summary>
    private void RemoveObjects(string name)
    {
        if (cluster.Store.Get(Resource, null, name)?.Parse() is not { } definition) return;
        foreach (var resource in DefinitionReader.Read(definition).Take(1))
        {
            // Every object is asked to go, whoever refuses first.
            if (cluster.Store.Snapshot(resource.GroupResource).Values.Select(item => TryDelete(resource, item)).ToList().Contains(false))
            {
                _ = LaterAsync(Retry, () => RemoveObjects(name));
                return;
            }
            if (!cluster.Store.Snapshot(resource.GroupResource).IsEmpty)
            {
                _ = ReleaseWhenEmptyAsync(name, resource);
                return;
            }
        }
        ReleaseDefinition(name);
    }

    private async Task ReleaseWhenEmptyAsync(string name, ResourceInfo resource)
    {
        using var watch = cluster.Store.Watch(resource.GroupResource, since: null);
        try
        {
            if (watch.Initial.Count > 0)
                await foreach (var _ in watch.Events.ReadAllAsync(_stop.Token))
                    if (cluster.Store.Snapshot(resource.GroupResource).IsEmpty) break;
            ReleaseDefinition(name);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The cluster is being stopped.
        }
    }

    /// <summary>False when the deletion was refused.</summary>
    private bool TryDelete(ResourceInfo resource, StoredObject item)
    {
        try
        {
            cluster.Deleter.Delete(resource, item.Namespace, item.Name, new DeleteOptions(), new WriteOptions());
            return true;
        }
        catch (ApiException refusal)
        {
            // Somebody else may have removed it first.
            return refusal.Code == 404;
        }
    }

    private void ReleaseDefinition(string name) => Change(name, null, definition =>
    {
        var metadata = Json.Ensure(definition, "metadata");
        var rest = Json.Texts(metadata, "finalizers").Where(finalizer => finalizer != Finalizer).ToList();
        if (rest.Count == 0) metadata.Remove("finalizers");
        else metadata["finalizers"] = Json.ListOf(rest);
    }, again: () => ReleaseDefinition(name), "");

    private void Change(string name, string? uid, Action<JsonObject> change, Action again, string subresource = "status")
    {
        try
        {
            var resource = cluster.Catalog.Find("apiextensions.k8s.io", "v1", "customresourcedefinitions")!;
            cluster.Writer.Patch(resource, "", name, subresource, definition =>
            {
                if (uid is null || Json.Text(definition, "metadata", "uid") == uid) change(definition);
                return definition;
            }, new WriteOptions { FieldManager = Manager });
        }
        catch (ApiException gone) when (gone.Code == 404)
        {
            // Deleted meanwhile.
        }
        catch (ApiException)
        {
            _ = LaterAsync(Retry, again);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
