using System.Collections.Concurrent;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Live;
using KfPipelineTasks.Cluster.Waiting;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>
/// What objects wait for. A gate opens by proof - the kind answers, the webhook's Service has a ready endpoint and its CA is
/// filled in - and never by the passing of time. Every gate is watched once, however many wait at it.
/// </summary>
internal sealed class Gates(KubeObjects objects, Func<Resource, IReadOnlyList<Resource>, Verdict> judge, IReadOnlyList<Target> targets, Progress progress, IOutput output, ApplyOptions options)
{
    private static readonly ApiKind Slices = new("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true, false, ["get", "list", "watch"]);
    private static readonly ApiKind Definitions = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false, false, ["get"]);
    private static readonly ApiKind Endpoints = new("", "v1", "Endpoints", "endpoints", true, false, ["get", "list", "watch"]);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _gates = new();
    private readonly ConcurrentDictionary<object, Closed> _closed = new();
    private readonly ConcurrentDictionary<ResourceId, bool> _shown = new();
    private long _moved = objects.Door.Time.GetTimestamp();
    private readonly Dictionary<ResourceId, TaskCompletionSource> _accepted =
        targets.ToDictionary(t => t.Id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    // Needs name objects as the manifests do; a default namespace may have been filled in since.
    private readonly Dictionary<ResourceId, Target> _byId = targets.GroupBy(t => t.Node.Resource.Id).ToDictionary(g => g.Key, g => g.First());

    private Openers Openers => field ??= new Openers(objects, judge, _byId);

    /// <summary>The server has accepted an object of the set.</summary>
    public void Accepted(Target target)
    {
        Moved();
        _accepted[target.Id].TrySetResult();
    }

    /// <summary>An object of the set cannot be applied.</summary>
    public void Failed(Target target, Refusal why)
    {
        var source = _accepted[target.Id];
        source.TrySetException(why);
        // Nobody need be waiting for it.
        _ = source.Task.Exception;
    }

    /// <summary>Waits until a need is met.</summary>
    /// <exception cref="Refusal">It cannot be met.</exception>
    public Task OpenAsync(Need need, Target waiting, CancellationToken cancellation) => need switch
    {
        Need.ObjectThere there when _byId.GetValueOrDefault(there.Object) is { } target =>
            there.UntilReady ? Once($"ready {target.Id}", () => ReadyAsync(target, cancellation)) : AcceptedAsync(target, cancellation),
        // Not of the set: a controller makes it.
        Need.ObjectThere there => Once($"there {there.Object} {there.UntilReady}", () => ThereAsync(there, cancellation)),
        Need.KindServed kind => Once($"kind {kind.Group}/{kind.Version}/{kind.Kind}", () => ServedAsync(kind, waiting, cancellation)),
        Need.WebhookAnswers webhook => Once($"webhook {webhook.Configuration} {webhook.Webhook}", () => AnswersAsync(webhook, cancellation)),
        Need.ApiAvailable api => Once($"api {api.ApiService}", () => AvailableAsync(api, cancellation)),
        _ => Task.CompletedTask,
    };

    /// <summary>Asks for the same thing again and again until it is there.</summary>
    /// <param name="what">What is awaited, for people.</param>
    /// <param name="look">Null when it is there, otherwise why not.</param>
    /// <param name="slot">Place that is given back during the pauses; null when none is held.</param>
    /// <param name="limit">How long at most; null: as long as a gate may be closed.</param>
    /// <exception cref="Refusal">The time is over, or what should open it keeps failing while nothing else moves.</exception>
    public async Task UntilAsync(string what, Func<Task<Closed?>> look, Slot? slot, CancellationToken cancellation, TimeSpan? limit = null)
    {
        var longest = limit ?? options.GateTimeout;
        var key = new object();
        var started = objects.Door.Time.GetTimestamp();
        var pause = new Backoff(objects.Door.Time, options.LookFirst, options.LookMost);
        var patience = new Patience(objects.Door.Time, options.FailingTimeout);
        try
        {
            while (await look() is { } closed)
            {
                _closed[key] = closed;
                if (patience.SpentOn(closed.Verdict, Interlocked.Read(ref _moved)) is { } failing && _closed.Values.All(other => other.IsFailing))
                    throw await GivenUpAsync($"{what} is given up: {closed.Why}; {Patience.Words(failing)}.", closed, cancellation);
                var left = longest - objects.Door.Time.GetElapsedTime(started);
                if (left <= TimeSpan.Zero)
                    throw await GivenUpAsync($"{what} was awaited for {longest.TotalMinutes:0.#} min in vain: {closed.Why}.", closed, cancellation, isLate: !closed.IsFailing);
                using (progress.Await($"{what}: {closed.Why}", left))
                {
                    if (slot is null) await pause.PauseAsync(cancellation);
                    else await slot.OutsideAsync(() => pause.PauseAsync(cancellation));
                }

                cancellation.ThrowIfCancellationRequested();
            }

            Moved();
        }
        finally
        {
            _closed.TryRemove(key, out _);
        }
    }

    /// <summary>Why a webhook cannot be reached.</summary>
    /// <param name="why">What the server says.</param>
    public Task<Closed> ExplainAsync(string why, Need.WebhookAnswers need, CancellationToken cancellation) =>
        Openers.ExplainAsync(why, [need.Workload, .. need.Openers], need.Service, cancellation);

    // What is in the way says itself why; once, however many gates it keeps closed.
    private async Task<Refusal> GivenUpAsync(string message, Closed closed, CancellationToken cancellation, bool isLate = false)
    {
        if (closed.By is { } culprit && _shown.TryAdd(culprit.Id, true))
        {
            foreach (var (origin, text) in await new Diagnosis(objects).AskAsync(culprit, cancellation)) output.Write(new OutputEvent.Foreign(origin, text));
        }

        return new Refusal(new Problem(message, Next: closed.Verdict?.Next ?? "Remove the cause and run again: what was applied is found unchanged."), isLate);
    }

    private void Moved() => Interlocked.Exchange(ref _moved, objects.Door.Time.GetTimestamp());

    private Task Once(string key, Func<Task> open) => _gates.GetOrAdd(key, _ => new Lazy<Task>(open)).Value;

    private Task AcceptedAsync(Target target, CancellationToken cancellation) => _accepted[target.Id].Task.WaitAsync(cancellation);

    private async Task AcceptedAsync(ResourceId? id, CancellationToken cancellation)
    {
        if (id is not null && _byId.TryGetValue(id, out var target)) await AcceptedAsync(target, cancellation);
    }

    private async Task ReadyAsync(Target target, CancellationToken cancellation)
    {
        await AcceptedAsync(target, cancellation);
        await UntilAsync($"{target.Id}", async () =>
        {
            var live = await objects.GetAsync(target.Kind!, target.Id.Namespace, target.Id.Name, cancellation);
            return live is null ? "it is gone" : Missing(live, await JudgeAsync(live, cancellation));
        }, null, cancellation, DeadlineOf(target.Id));
    }

    // What must be ready first has the time that it would have at the end: a cluster takes longer than a webhook.
    private TimeSpan? DeadlineOf(ResourceId awaited) => options.Wait?.DeadlineOf(awaited.GroupKind);

    private async Task ThereAsync(Need.ObjectThere need, CancellationToken cancellation)
    {
        var id = need.Object;
        await UntilAsync($"{id}", async () =>
        {
            if (await objects.Door.Kinds.FindAsync(id.Group, id.Version, id.Kind, cancellation) is not { } kind) return "its kind is not served yet";
            if (await objects.GetAsync(kind, id.Namespace, id.Name, cancellation) is not { } live) return await Openers.ExplainAsync("it is not there yet", need.Openers, null, cancellation);
            return need.UntilReady ? Missing(live, await JudgeAsync(live, cancellation)) : null;
        }, null, cancellation, need.UntilReady ? DeadlineOf(id) : null);
    }

    private async Task<Verdict> JudgeAsync(Resource live, CancellationToken cancellation) => judge(live, await new AroundLists(objects, cancellation).AskAsync(live));

    // The collection answers as soon as the kind is served: earlier than the condition Established shows, and than discovery knows.
    private async Task ServedAsync(Need.KindServed need, Target waiting, CancellationToken cancellation)
    {
        await AcceptedAsync(need.Definition ?? need.Maker, cancellation);
        var name = need.Group.Length == 0 ? need.Kind : $"{need.Kind}.{need.Group}";
        await UntilAsync($"Kind {name} in {need.Version}", async () =>
        {
            if (waiting.Kind is { } kind && need.Kind == kind.Kind && need.Group == kind.Group) return await AnswersAsync(kind, need, cancellation);
            var table = await objects.Door.Kinds.RefreshAsync(cancellation);
            return table.Find(need.Group, need.Version, need.Kind) is null ? await Openers.ExplainAsync("the server does not have it yet", [need.Maker, .. need.Openers], null, cancellation) : null;
        }, null, cancellation);
    }

    private async Task<Closed?> AnswersAsync(ApiKind kind, Need.KindServed need, CancellationToken cancellation)
    {
        try
        {
            await objects.Door.SendAsync(new KubeRequest(HttpMethod.Get, $"{kind.CollectionPath(null)}?limit=1", $"{kind.GroupKind}: asking whether it is served") { Repeatable = true }, cancellation);
            return null;
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.KindNotServed or KubeErrorKind.NotFound)
        {
            if (need.Definition is not null && _byId.TryGetValue(need.Definition, out var definition)) await RefuseHopelessAsync(definition, cancellation);
            return "the server does not serve it yet";
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.Forbidden)
        {
            // It may not be listed, but there it is.
            return null;
        }
    }

    private async Task RefuseHopelessAsync(Target definition, CancellationToken cancellation)
    {
        var live = await objects.GetAsync(definition.Kind!, null, definition.Id.Name, cancellation);
        if (live is null) return;
        foreach (var condition in live.Body.Items("status", "conditions"))
        {
            if (condition.Text("type") is "NamesAccepted" or "NonStructuralSchema" && condition.Text("status") == (condition.Text("type") == "NamesAccepted" ? "False" : "True"))
            {
                throw new Refusal(new Problem($"{definition.Id} will not be served: {condition.Text("message") ?? condition.Text("reason")}.", definition.Node.Resource.Source,
                    "Another definition uses the same names, or the schema is not structural: change one of them."));
            }
        }
    }

    private async Task AnswersAsync(Need.WebhookAnswers need, CancellationToken cancellation)
    {
        await AcceptedAsync(need.Configuration, cancellation);
        await AcceptedAsync(need.Service, cancellation);
        await AcceptedAsync(need.Workload, cancellation);
        var kind = need.Configuration.Group == Definitions.Group ? Definitions
            : new ApiKind("admissionregistration.k8s.io", "v1", need.Configuration.Kind, need.Configuration.Kind.ToLowerInvariant() + "s", false, false, ["get"]);
        await UntilAsync($"Webhook {need.Webhook} of {need.Configuration}", async () =>
        {
            var live = await objects.GetAsync(kind, null, need.Configuration.Name, cancellation);
            // Without it nothing intercepts the object.
            if (ClientOf(live, need) is not { } client || need.Service is null) return null;
            // A line feed in base64 is what manifests write where an injector will put the bundle.
            if (client.Text("caBundle") is not { Length: > 8 }) return await ExplainAsync("its CA bundle is not filled in yet", need, cancellation);
            if (await HasEndpointAsync(need.Service, cancellation)) return null;
            return HasFailed(await ExplainAsync($"{need.Service} has no ready endpoint", need, cancellation));
        }, null, cancellation);
    }

    private static System.Text.Json.JsonElement? ClientOf(Resource? live, Need.WebhookAnswers need) =>
        need.Configuration.Group == Definitions.Group
            ? live?.At("spec", "conversion", "webhook", "clientConfig")
            : live?.Body.Items("webhooks").Where(w => w.Text("name") == need.Webhook).Select(w => w.At("clientConfig")).FirstOrDefault();

    private async Task<bool> HasEndpointAsync(ResourceId service, CancellationToken cancellation)
    {
        try
        {
            var slices = await objects.ListAsync(Slices, service.Namespace, new ListQuery { LabelSelector = $"kubernetes.io/service-name={service.Name}" }, cancellation);
            return slices.Items.Any(s => s.Body.Items("endpoints").Any(e => e.Items("addresses").Any() && (e.At("conditions", "ready") is null || e.Flag("conditions", "ready"))));
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.KindNotServed or KubeErrorKind.Forbidden)
        {
            var old = await objects.GetAsync(Endpoints, service.Namespace, service.Name, cancellation);
            return old is not null && old.Body.Items("subsets").Any(s => s.Items("addresses").Any());
        }
    }

    private async Task AvailableAsync(Need.ApiAvailable need, CancellationToken cancellation)
    {
        await AcceptedAsync(need.ApiService, cancellation);
        var kind = new ApiKind("apiregistration.k8s.io", "v1", "APIService", "apiservices", false, true, ["get"]);
        await UntilAsync($"{need.ApiService}", async () =>
        {
            var live = await objects.GetAsync(kind, null, need.ApiService.Name, cancellation);
            if (live is null) return "it is gone";
            return Missing(live, await JudgeAsync(live, cancellation)) is { } closed ? HasFailed(await Openers.ExplainAsync(closed.Why, need.Openers, null, cancellation)) : null;
        }, null, cancellation);
    }

    private static Closed? Missing(Resource live, Verdict verdict) =>
        verdict.State is State.Ready or State.Unknown ? null : HasFailed(new Closed(verdict.Because, live, verdict));

    // What has failed for good is not awaited; what the cluster tries again is, for a while.
    private static Closed HasFailed(Closed closed) => closed is { IsFailing: false, Verdict.State: State.Failed, By: { } by }
        ? throw new Refusal(new Problem($"{by.Id} has failed: {closed.Verdict.Because}.", Next: closed.Verdict.Next))
        : closed;
}
