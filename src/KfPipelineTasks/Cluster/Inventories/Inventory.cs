using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Live;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Inventories;

/// <summary>
/// What a set has put into the cluster: a parent ConfigMap that names the kinds and namespaces, and a label on every member.
/// The parent is widened before anything is applied and narrowed after everything is pruned, so that a run that ends in
/// between has forgotten nothing.
/// </summary>
internal sealed class Inventory
{
    private static readonly ApiKind ConfigMaps = new("", "v1", "ConfigMap", "configmaps", true, false, ["get", "patch"]);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly KubeObjects _objects;
    private readonly InventoryOptions _options;
    private readonly string _manager;
    private string? _kinds;
    private string? _namespaces;

    private Inventory(KubeObjects objects, InventoryOptions options, string manager, Resource? parent)
    {
        (_objects, _options, _manager) = (objects, options, manager);
        Id = ApplySet.Id(options.Name, options.Namespace, "ConfigMap", "");
        _kinds = parent?.Annotation(ApplySet.KindsAnnotation);
        _namespaces = parent?.Annotation(ApplySet.NamespacesAnnotation);
        KnownKinds = ApplySet.Words(_kinds);
        KnownNamespaces = ApplySet.Words(_namespaces).Append(options.Namespace).ToHashSet();
    }

    /// <summary>Identity of the set.</summary>
    public string Id { get; }

    /// <summary>Kinds the set may have members of, as <c>Deployment.apps</c>.</summary>
    public IReadOnlySet<string> KnownKinds { get; }

    /// <summary>Namespaces the set may have members in.</summary>
    public IReadOnlySet<string> KnownNamespaces { get; }

    /// <summary>Selects the members.</summary>
    public string Selector => $"{ApplySet.PartOfLabel}={Id}";

    /// <summary>Label every member carries.</summary>
    public IReadOnlyDictionary<string, string> MemberLabels => new Dictionary<string, string> { [ApplySet.PartOfLabel] = Id };

    /// <summary>Reads the parent.</summary>
    /// <exception cref="UsageException">It belongs to another tool, or is something else.</exception>
    public static async Task<Inventory> OpenAsync(KubeObjects objects, InventoryOptions options, string manager, CancellationToken cancellation)
    {
        var parent = await objects.GetAsync(ConfigMaps, options.Namespace, options.Name, cancellation);
        var inventory = new Inventory(objects, options, manager, parent);
        if (parent is not null) inventory.Refuse(parent);
        return inventory;
    }

    /// <summary>Deletes the parent, when there is one.</summary>
    /// <exception cref="UsageException">It belongs to another tool, or is something else.</exception>
    public static async Task ForgetAsync(KubeObjects objects, InventoryOptions options, CancellationToken cancellation)
    {
        if (await objects.GetAsync(ConfigMaps, options.Namespace, options.Name, cancellation) is not { } parent) return;
        new Inventory(objects, options, "", parent).Refuse(parent);
        await objects.DeleteAsync(ConfigMaps, options.Namespace, options.Name, parent.Text("metadata", "uid"), Propagation.Background, cancellation);
    }

    /// <summary>Every object that another set claims is a mistake: two sets would fight over it.</summary>
    /// <exception cref="UsageException">There are some; nothing was sent.</exception>
    public void RefuseForeign(IEnumerable<Target> targets, Problems problems)
    {
        foreach (var target in targets)
        {
            if (target.Live is { } live && ApplySet.SetOf(live) is { } other && other != Id)
            {
                problems.Add($"{target.Id} belongs to another set ({other}).", target.Node.Resource.Source,
                    $"Take it out of one of the two sets; to move it here, remove its label {ApplySet.PartOfLabel} first.");
            }
        }
    }

    /// <summary>Adds what is going to be applied.</summary>
    public Task WidenAsync(IEnumerable<ResourceId> applied, CancellationToken cancellation)
    {
        var ids = applied.ToList();
        return WriteAsync(KnownKinds.Concat(ids.Select(i => i.GroupKind)), KnownNamespaces.Concat(ids.Select(i => i.Namespace).OfType<string>()), cancellation);
    }

    /// <summary>Keeps only what is there now.</summary>
    public Task NarrowAsync(IEnumerable<ResourceId> members, CancellationToken cancellation)
    {
        var ids = members.ToList();
        return WriteAsync(ids.Select(i => i.GroupKind), ids.Select(i => i.Namespace).OfType<string>(), cancellation);
    }

    private void Refuse(Resource parent)
    {
        var tooling = parent.Annotation(ApplySet.ToolingAnnotation);
        if (tooling is null || parent.Label(ApplySet.IdLabel) is not { } id)
        {
            throw new UsageException($"{parent.Id} exists and is no inventory.", "Give the inventory another name.");
        }

        if (tooling.Split('/')[0] != ApplySet.Tool)
        {
            throw new UsageException($"The inventory {parent.Id} belongs to {tooling}.", "Give ours another name: one set has one tool.");
        }

        if (id != Id) throw new UsageException($"The inventory {parent.Id} has identity {id}, expected {Id}: it was copied or renamed.", "Give the inventory another name.");
    }

    private async Task WriteAsync(IEnumerable<string> kinds, IEnumerable<string> namespaces, CancellationToken cancellation)
    {
        var kindsText = ApplySet.Text(kinds);
        var namespacesText = ApplySet.Text(namespaces.Where(n => n != _options.Namespace));
        if (kindsText == _kinds && namespacesText == (_namespaces ?? "")) return;
        var body = Json.Bytes(w =>
        {
            w.WriteStartObject();
            w.WriteString("apiVersion", "v1");
            w.WriteString("kind", "ConfigMap");
            w.WriteStartObject("metadata");
            w.WriteString("name", _options.Name);
            w.WriteString("namespace", _options.Namespace);
            w.WriteStartObject("labels");
            w.WriteString(ApplySet.IdLabel, Id);
            w.WriteEndObject();
            w.WriteStartObject("annotations");
            w.WriteString(ApplySet.ToolingAnnotation, ApplySet.Tooling);
            w.WriteString(ApplySet.KindsAnnotation, kindsText);
            w.WriteString(ApplySet.NamespacesAnnotation, namespacesText);
            w.WriteEndObject();
            w.WriteEndObject();
            w.WriteEndObject();
        });
        await WriteAsync(body, cancellation);
        (_kinds, _namespaces) = (kindsText, namespacesText);
    }

    // A webhook that sees every ConfigMap may just be starting. One of this very set that is down for good cannot be waited for: nothing may be written before the parent.
    private async Task WriteAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var started = _objects.Door.Time.GetTimestamp();
        var pause = new Backoff(_objects.Door.Time, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
        while (true)
        {
            try
            {
                // A manager of its own: the parent is bookkeeping, not part of the set.
                await _objects.ApplyAsync(ConfigMaps, _options.Namespace, _options.Name, body, new ApplyRequest($"{_manager}-applyset") { Force = true }, cancellation);
                return;
            }
            catch (KubeError e) when (e.Kind == KubeErrorKind.WebhookUnreachable && _objects.Door.Time.GetElapsedTime(started) < Patience)
            {
                await pause.PauseAsync(cancellation);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
