using System.Text;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>The verbs: what can be done with objects through a door.</summary>
public sealed class KubeObjects(ClusterDoor door)
{
    private const string AsMetadata = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json";
    private const string AsMetadataList = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json";

    /// <summary>Pages of this size keep a list of ten thousand objects from being one answer.</summary>
    private const int Page = 500;

    public ClusterDoor Door { get; } = door;

    /// <summary>One object; null when it does not exist.</summary>
    public async Task<Resource?> GetAsync(ApiKind kind, string? ns, string name, CancellationToken cancellation, bool metadataOnly = false)
    {
        try
        {
            var answer = await Door.SendAsync(new KubeRequest(HttpMethod.Get, kind.ObjectPath(ns, name), About(kind, ns, name, "read"))
            {
                Accept = metadataOnly ? AsMetadata : "application/json",
                Repeatable = true,
            }, cancellation);
            return Of(kind, answer.Body);
        }
        catch (KubeError e) when (e.Kind == KubeErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>All objects of a kind, in one namespace or (null) everywhere.</summary>
    public async Task<ObjectList> ListAsync(ApiKind kind, string? ns, ListQuery query, CancellationToken cancellation)
    {
        var about = $"{kind.GroupKind}{(ns is null ? "" : $" of namespace {ns}")}: list";
        while (true)
        {
            var items = new List<Resource>();
            var next = "";
            try
            {
                do
                {
                    var path = $"{kind.CollectionPath(ns)}?limit={Page}{Selectors(query)}{(next.Length == 0 ? "" : $"&continue={Uri.EscapeDataString(next)}")}";
                    var answer = (await Door.SendAsync(new KubeRequest(HttpMethod.Get, path, about) { Accept = query.MetadataOnly ? AsMetadataList : "application/json", Repeatable = true }, cancellation)).Body;
                    items.AddRange(answer.Items("items").Select(i => Of(kind, i)));
                    next = answer.Text("metadata", "continue") ?? "";
                    if (next.Length == 0) return new ObjectList(items, answer.Text("metadata", "resourceVersion") ?? "");
                }
                while (true);
            }
            catch (KubeError e) when (e.Kind == KubeErrorKind.Gone && next.Length > 0)
            {
                // The list took longer than the server remembers: a new one is begun.
            }
        }
    }

    /// <summary>Server-side apply.</summary>
    /// <param name="body">The object as JSON, exactly the fields we want to own.</param>
    public async Task<Applied> ApplyAsync(ApiKind kind, string? ns, string name, ReadOnlyMemory<byte> body, ApplyRequest how, CancellationToken cancellation)
    {
        var query = new StringBuilder($"?fieldManager={Uri.EscapeDataString(how.Manager)}&fieldValidation={(how.Strict ? "Strict" : "Warn")}");
        if (how.Force) query.Append("&force=true");
        if (how.DryRun) query.Append("&dryRun=All");
        var answer = await Door.SendAsync(new KubeRequest(HttpMethod.Patch, kind.ObjectPath(ns, name) + query, About(kind, ns, name, how.DryRun ? "dry run of the apply" : "apply"))
        {
            // JSON is YAML; the server has no other name for this content.
            ContentType = "application/apply-patch+yaml", Body = body, Repeatable = true, Writes = !how.DryRun,
        }, cancellation);
        return new Applied(Of(kind, answer.Body), answer.Status == 201);
    }

    /// <summary>Creates an object. Not repeated after a lost answer.</summary>
    public async Task<Resource> CreateAsync(ApiKind kind, string? ns, string name, ReadOnlyMemory<byte> body, string manager, CancellationToken cancellation) =>
        Of(kind, (await Door.SendAsync(new KubeRequest(HttpMethod.Post, $"{kind.CollectionPath(ns)}?fieldManager={Uri.EscapeDataString(manager)}", About(kind, ns, name, "create"))
        {
            ContentType = "application/json", Body = body, Writes = true,
        }, cancellation)).Body);

    /// <summary>Asks whether an object would be taken, by a dry run of its creation in a namespace it may not be meant for.</summary>
    /// <param name="meant">What it is called where it is meant for; for messages.</param>
    /// <param name="wanted">The object, in a namespace that is there.</param>
    /// <returns>The object as it would be, with everything the server fills in.</returns>
    internal async Task<Resource> TryCreateAsync(ApiKind kind, ResourceId meant, Resource wanted, ApplyRequest how, CancellationToken cancellation) =>
        Of(kind, (await Door.SendAsync(new KubeRequest(HttpMethod.Post, $"{kind.CollectionPath(wanted.Id.Namespace)}?dryRun=All&fieldManager={Uri.EscapeDataString(how.Manager)}&fieldValidation={(how.Strict ? "Strict" : "Warn")}",
            About(kind, meant.Namespace, meant.Name, "dry run of the apply"))
        {
            ContentType = "application/json", Body = wanted.Body.Bytes(), Repeatable = true,
        }, cancellation)).Body);

    /// <summary>Replaces an object; the body names the resourceVersion it was made from.</summary>
    public async Task<Resource> ReplaceAsync(ApiKind kind, string? ns, string name, ReadOnlyMemory<byte> body, string manager, CancellationToken cancellation) =>
        Of(kind, (await Door.SendAsync(new KubeRequest(HttpMethod.Put, $"{kind.ObjectPath(ns, name)}?fieldManager={Uri.EscapeDataString(manager)}", About(kind, ns, name, "update"))
        {
            ContentType = "application/json", Body = body, Writes = true,
        }, cancellation)).Body);

    /// <summary>Patches an object.</summary>
    /// <param name="contentType"><c>application/json-patch+json</c>, <c>application/merge-patch+json</c> or <c>application/strategic-merge-patch+json</c>.</param>
    public async Task<Resource> PatchAsync(ApiKind kind, string? ns, string name, string contentType, ReadOnlyMemory<byte> body, string manager, string act, CancellationToken cancellation) =>
        Of(kind, (await Door.SendAsync(new KubeRequest(HttpMethod.Patch, $"{kind.ObjectPath(ns, name)}?fieldManager={Uri.EscapeDataString(manager)}", About(kind, ns, name, act))
        {
            ContentType = contentType, Body = body, Writes = true, Repeatable = contentType != "application/json-patch+json",
        }, cancellation)).Body);

    /// <summary>Deletes an object; nothing happens when it is gone already.</summary>
    /// <param name="uid">Only when it is still this very object.</param>
    /// <returns>False when there was nothing to delete, or another object has taken the name.</returns>
    public async Task<bool> DeleteAsync(ApiKind kind, string? ns, string name, string? uid, Propagation propagation, CancellationToken cancellation)
    {
        var body = Json.Bytes(w =>
        {
            w.WriteStartObject();
            w.WriteString("apiVersion", "v1");
            w.WriteString("kind", "DeleteOptions");
            w.WriteString("propagationPolicy", propagation.ToString());
            if (uid is not null)
            {
                w.WriteStartObject("preconditions");
                w.WriteString("uid", uid);
                w.WriteEndObject();
            }

            w.WriteEndObject();
        });
        try
        {
            await Door.SendAsync(new KubeRequest(HttpMethod.Delete, kind.ObjectPath(ns, name), About(kind, ns, name, "delete"))
            {
                ContentType = "application/json", Body = body, Writes = true, Repeatable = true,
            }, cancellation);
            return true;
        }
        catch (KubeError e) when (e.Kind == KubeErrorKind.NotFound || (e.Kind == KubeErrorKind.Modified && uid is not null))
        {
            return false;
        }
    }

    /// <summary>The last lines a container wrote.</summary>
    /// <param name="previous">Of the run before the current one.</param>
    public async Task<string> LogAsync(string ns, string pod, string container, int lines, bool previous, CancellationToken cancellation)
    {
        var path = $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/pods/{Uri.EscapeDataString(pod)}/log?container={Uri.EscapeDataString(container)}&tailLines={lines}{(previous ? "&previous=true" : "")}";
        var answer = await Door.SendAsync(new KubeRequest(HttpMethod.Get, path, $"Pod {ns}/{pod}: reading the log of {container}") { Accept = "*/*", Repeatable = true }, cancellation);
        return Encoding.UTF8.GetString(answer.Bytes.Span);
    }

    /// <summary>A new token of a service account. The cluster keeps nothing of it.</summary>
    /// <param name="audience">Whom the token is shown to.</param>
    /// <param name="lifetime">How long it holds; the server gives ten minutes at least.</param>
    /// <exception cref="KubeError">There is no such account (NotFound), or one may not ask for its tokens (Forbidden).</exception>
    public async Task<Secret> TokenAsync(string ns, string account, string audience, TimeSpan lifetime, CancellationToken cancellation)
    {
        var body = Json.Bytes(w =>
        {
            w.WriteStartObject();
            w.WriteString("apiVersion", "authentication.k8s.io/v1");
            w.WriteString("kind", "TokenRequest");
            w.WriteStartObject("spec");
            w.WriteStartArray("audiences");
            w.WriteStringValue(audience);
            w.WriteEndArray();
            w.WriteNumber("expirationSeconds", (long)lifetime.TotalSeconds);
            w.WriteEndObject();
            w.WriteEndObject();
        });
        var answer = await Door.SendAsync(new KubeRequest(HttpMethod.Post, $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/serviceaccounts/{Uri.EscapeDataString(account)}/token", $"ServiceAccount {ns}/{account}: asking for a token for {audience}")
        {
            ContentType = "application/json", Body = body, Writes = true, Repeatable = true,
        }, cancellation);
        return new Secret(answer.Body.Text("status", "token") ?? throw new DeployException($"ServiceAccount {ns}/{account}: the server's answer holds no token."));
    }

    internal static string Selectors(ListQuery query) =>
        (query.LabelSelector is { } labels ? $"&labelSelector={Uri.EscapeDataString(labels)}" : "") +
        (query.FieldSelector is { } fields ? $"&fieldSelector={Uri.EscapeDataString(fields)}" : "");

    internal static Resource Of(ApiKind kind, JsonElement item)
    {
        var metadata = item.At("metadata") ?? Json.EmptyObject;
        var id = new ResourceId(kind.Group, kind.Version, kind.Kind, metadata.Text("namespace"), metadata.Text("name") ?? "");
        // Metadata answers call themselves PartialObjectMetadata: the identity is the object's, the body what was asked for.
        return new Resource(id, item.Text("kind") == "PartialObjectMetadata" ? item : Json.WithType(item, kind.ApiVersion, kind.Kind));
    }

    private static string About(ApiKind kind, string? ns, string name, string act) =>
        $"{new ResourceId(kind.Group, kind.Version, kind.Kind, kind.Namespaced ? ns : null, name)}: {act}";
}
