using System.Text.Json.Nodes;
using LocalCloud.Google;
using LocalCloud.Google.Http;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.ConfigConnector;

/// <summary>
/// Config Connector's controller for all its kinds: finalizers, references, the condition <c>Ready</c> with its reasons and
/// <c>observedGeneration</c>; what happens on the Google side is the business of the handlers.
/// </summary>
internal sealed class ResourceController : IController
{
    private const string UpToDate = "UpToDate";

    /// <summary>After a refusal it is tried again this much later.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly ClusterView _view;
    private readonly EventRecorder _events;
    private readonly SimulationOptions _simulation;
    private readonly GoogleWorld _world;
    private readonly Outcomes _outcomes;
    private readonly ActingIdentity _identity;
    private readonly Countdown _countdown;
    private readonly Dictionary<string, IGoogleResource> _handlers;
    private readonly SortedDictionary<string, ObjectKey> _troubled = new(StringComparer.Ordinal);

    public ResourceController(ClusterView view, EventRecorder events, SimulationOptions simulation, GoogleWorld world, Outcomes outcomes, IEnumerable<IGoogleResource> handlers)
    {
        _view = view;
        _events = events;
        _simulation = simulation;
        _world = world;
        _outcomes = outcomes;
        _identity = new ActingIdentity(view, world);
        _countdown = new Countdown(view);
        _handlers = handlers.ToDictionary(handler => handler.Kind, StringComparer.Ordinal);
    }

    public string Name => "cnrm-controller-manager";

    public IEnumerable<Watch> Watches =>
    [
        .. ConnectorKind.All.Select(kind => new Watch(kind.GroupKind, change => [change.Key, .. _troubled.Values.Where(key => key != change.Key)])),
        new Watch(Connector.Context, change => In(change.Key.Namespace)),
        new Watch(Kinds.StatefulSet, change => change.Key.Namespace == Connector.System && ClusterView.Label(change.Document, "cnrm.cloud.google.com/scoped-namespace") is { } space ? In(space) : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        _troubled.Remove(key.ToString());
        if (_view.Get(key) is not { } document) return default;
        if (!_identity.IsManaged(key.Namespace, out var isComing)) return new(isComing ? null : SayUnmanaged(document));
        return new(ClusterView.IsBeingDeleted(document) ? Delete(document) : Apply(document));
    }

    private TimeSpan? Apply(JsonObject document)
    {
        document = Adopt(document);
        // A refusal stays in view until the next try succeeds; only a new wish begins anew.
        if (Conditions.Find(document, "Ready") is null || Json.Number(document, "status", "observedGeneration") != ClusterView.Generation(document))
            document = Say(document, false, "Updating", "Update in progress");
        if (_countdown.Left($"{ClusterView.Uid(document)}/{ClusterView.Generation(document)}", "apply", _simulation.Delays.ConfigConnector) is { } wait) return wait;
        if (_outcomes.Of(document) is { } told) return SayTold(document, told);
        try
        {
            var state = Handler(document).Apply(Request(document));
            if (!state.IsDone) return Look;
            SayUpToDate(document, state.Status);
            return null;
        }
        catch (ResourceTrouble trouble)
        {
            _troubled[ClusterView.KeyOf(document).ToString()] = ClusterView.KeyOf(document);
            Say(document, false, trouble.Reason, trouble.Message);
            return null;
        }
        catch (GoogleException refusal)
        {
            return SayRefused(document, "UpdateFailed", "Update", refusal);
        }
    }

    private TimeSpan? Delete(JsonObject document)
    {
        if (!Finalizers.Has(document, Connector.Finalizer)) return null;
        try
        {
            var isGone = ClusterView.Annotation(document, Connector.DeletionPolicy) == "abandon" || Handler(document).Delete(Request(document));
            if (isGone)
            {
                Finalizers.Remove(_view, Name, document, Connector.Finalizer, Connector.DeletionDefender);
                return null;
            }

            Say(document, false, "Deleting", "Deletion in progress");
            return Look;
        }
        catch (ResourceTrouble)
        {
            // What it belonged to is gone, and it went along.
            Finalizers.Remove(_view, Name, document, Connector.Finalizer, Connector.DeletionDefender);
            return null;
        }
        catch (GoogleException refusal)
        {
            return SayRefused(document, "DeleteFailed", "Delete", refusal);
        }
    }

    /// <summary>What the webhooks and the first look add to an object.</summary>
    private JsonObject Adopt(JsonObject document)
    {
        var project = Connector.ProjectOf(_view, document);
        return _view.Edit(Name, document, copy =>
        {
            var metadata = Json.Ensure(copy, "metadata");
            metadata["finalizers"] = Json.ListOf(Json.Texts(metadata, "finalizers").Union([Connector.Finalizer, Connector.DeletionDefender]));
            var annotations = Json.Ensure(metadata, "annotations");
            Json.Default(annotations, Connector.ProjectAnnotation, project);
            Json.Default(annotations, "cnrm.cloud.google.com/management-conflict-prevention-policy", "none");
        });
    }

    private ResourceRequest Request(JsonObject document) => new(_view, _world, document, _identity.For(ClusterView.Namespace(document)));

    private IGoogleResource Handler(JsonObject document) => _handlers.GetValueOrDefault(Json.Text(document, "kind") ?? "") ?? Resources.Effectless.Instance;

    private TimeSpan? SayUnmanaged(JsonObject document)
    {
        if (_countdown.Left(ClusterView.Uid(document), "unmanaged", _simulation.Delays.ConfigConnector) is { } wait) return wait;
        Say(document, false, "Unmanaged", "No controller is managing this resource. Check if a ConfigConnectorContext exists for resource's namespace.");
        return null;
    }

    /// <summary><c>UpdateFailed</c>, or <c>UpdateFailed: in these words</c>.</summary>
    private TimeSpan? SayTold(JsonObject document, string told)
    {
        var words = told.Split(':', 2, StringSplitOptions.TrimEntries);
        if (words[0] == UpToDate) SayUpToDate(document, []);
        else Say(document, false, words[0], words.Length > 1 ? words[1] : $"{words[0]}: this object is told to end like this");
        return null;
    }

    private TimeSpan? SayRefused(JsonObject document, string reason, string verb, GoogleException refusal)
    {
        var message = $"{verb} call failed: error {(verb == "Update" ? "applying desired state" : "deleting resource")}: summary: Error when reading or editing {Json.Text(document, "kind")} \"{Connector.ResourceId(document)}\": googleapi: Error {refusal.Code}: {refusal.Message}, {refusal.Reason}";
        Say(document, false, reason, message);
        _events.Warning(Name, document, reason, message);
        return Retry;
    }

    private void SayUpToDate(JsonObject document, JsonObject fields)
    {
        var wasUpToDate = IsUpToDate(document);
        if (HasResourceId(document))
        {
            // The name under which the resource was made is kept with the object.
            document = _view.Edit(Name, _view.Get(ClusterView.KeyOf(document)) ?? document, copy => Json.Default(Json.Ensure(copy, "spec"), "resourceID", ClusterView.Name(document)));
            // That is a new generation, but no new wish: it has been waited for.
            _countdown.Left($"{ClusterView.Uid(document)}/{ClusterView.Generation(document)}", "apply", TimeSpan.Zero);
        }

        Say(document, true, UpToDate, "The resource is up to date", fields);
        if (!wasUpToDate) _events.Normal(Name, document, UpToDate, "The resource is up to date");
    }

    private JsonObject Say(JsonObject document, bool isReady, string reason, string message, JsonObject? fields = null) => _view.EditStatus(Name, document, status =>
    {
        foreach (var (name, value) in fields ?? []) status[name] = value?.DeepClone();
        status["observedGeneration"] = ClusterView.Generation(document);
        Conditions.Set(status, "Ready", isReady, reason, message, _view.Stamp);
    });

    private static bool IsUpToDate(JsonObject document) =>
        Conditions.IsTrue(document, "Ready") && Json.Number(document, "status", "observedGeneration") == ClusterView.Generation(document);

    private static bool HasResourceId(JsonObject document) => Json.Text(document, "kind") is not ("IAMPolicyMember" or "IAMPartialPolicy" or "IAMPolicy" or "IAMAuditConfig");

    private IEnumerable<ObjectKey> In(string inNamespace) =>
        ConnectorKind.All.SelectMany(kind => _view.List(kind.GroupKind, inNamespace)).Select(ClusterView.KeyOf);
}
