using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Auth;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Http.Subresources;
using LocalCloud.Kube.Http.Tables;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Kube.Http;

/// <summary>Requests for objects: get, list, watch, create, replace, patch, delete, and the subresources.</summary>
internal sealed class ResourceHandler(KubeCluster cluster)
{
    private readonly WatchHandler _watch = new(cluster);
    private readonly SubresourceHandlers _subresources = new(cluster);

    public Task HandleAsync(HttpContext http, KubeRequest request, UserInfo user)
    {
        var resource = request.Resource!;
        if (resource.Custom?.DeprecationWarning is { } warning) Answers.Warn(http, [warning]);
        if (request.Subresource.Length > 0 && request.Subresource != "status") return _subresources.HandleAsync(http, request, user);
        if (request.Subresource == "status" && !resource.HasStatus) throw NotServed();
        if (!resource.Verbs.Contains(request.Verb, StringComparer.Ordinal)) throw ApiErrors.MethodNotAllowed();
        if (resource.Namespaced && request.Namespace.Length == 0 && request.Verb is not ("list" or "watch")) throw ApiErrors.MethodNotAllowed();
        return request.Verb switch
        {
            "get" => GetAsync(http, request, resource),
            "list" => ListAsync(http, request, resource),
            "watch" => WatchAsync(http, request, resource),
            "create" => CreateAsync(http, request, resource, user),
            "update" => ReplaceAsync(http, request, resource, user),
            "patch" => PatchAsync(http, request, resource, user),
            "delete" => DeleteAsync(http, request, resource, user),
            "deletecollection" => DeleteCollectionAsync(http, request, resource, user),
            _ => throw ApiErrors.MethodNotAllowed(),
        };
    }

    public static ApiException NotServed() => new(404, "NotFound", "the server could not find the requested resource", new JsonObject());

    private Task GetAsync(HttpContext http, KubeRequest request, ResourceInfo resource)
    {
        var negotiation = Negotiation.Choose(http.Request);
        var found = cluster.Reader.Get(resource, Space(request, resource), request.Name);
        return AnswerAsync(http, 200, resource, negotiation, Views.Bytes(resource, found));
    }

    private static string Space(KubeRequest request, ResourceInfo resource) => resource.Namespaced ? request.Namespace : "";

    private ListQuery Query(HttpContext http, KubeRequest request, ResourceInfo resource)
    {
        var asked = http.Request.Query;
        var fields = asked["fieldSelector"].ToString();
        if (request.Name.Length > 0) fields = $"metadata.name={request.Name}";
        return new ListQuery
        {
            Namespace = Space(request, resource),
            Labels = LabelSelector.Parse(asked["labelSelector"]),
            Fields = FieldSelector.Parse(resource, fields),
            Limit = int.TryParse(asked["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 0,
            Continue = asked["continue"].ToString(),
        };
    }

    private Task ListAsync(HttpContext http, KubeRequest request, ResourceInfo resource)
    {
        var negotiation = Negotiation.Choose(http.Request);
        ResourceVersionRules.CheckList(http.Request.Query, cluster.Store.Version);
        var page = cluster.Reader.List(resource, Query(http, request, resource));
        return negotiation.Form switch
        {
            AnswerForm.Table => DocumentAsync(http, negotiation, TableWriter.Of(resource, page, cluster.Time.GetUtcNow(), http.Request.Query["includeObject"])),
            AnswerForm.Metadata => DocumentAsync(http, negotiation, MetadataOnly.Of(page)),
            _ when negotiation.Yaml => DocumentAsync(http, negotiation, JsonReading.ParseObject(ListWriter.Write(resource, page).Span)),
            _ => Answers.BytesAsync(http, 200, ListWriter.Write(resource, page)),
        };
    }

    private Task WatchAsync(HttpContext http, KubeRequest request, ResourceInfo resource) =>
        _watch.HandleAsync(http, resource, Query(http, request, resource), Negotiation.Choose(http.Request));

    private async Task CreateAsync(HttpContext http, KubeRequest request, ResourceInfo resource, UserInfo user)
    {
        var negotiation = Negotiation.Choose(http.Request);
        var bytes = await RequestBody.ReadAsync(http);
        var options = WriteQuery.Read(http.Request, user, isApply: false, "CreateOptions");
        var duplicates = new List<string>();
        var document = RequestBody.ParseObject(bytes, http.Request.ContentType, resource, duplicates);
        Strictness.CheckDuplicates(resource, duplicates, options);
        if (Reviews.Handles(resource))
        {
            await DocumentAsync(http, negotiation, Reviews.Answer(cluster, resource, document, request.Namespace, user, options), 201);
            return;
        }
        if (resource.GroupResource == "bindings")
        {
            await _subresources.BindAsync(http, request with { Name = Json.Text(document, "metadata", "name") ?? "" }, document, options);
            return;
        }
        RoleEscalation.Check(cluster, resource, document, request.Namespace, user);
        var result = cluster.Writer.Create(resource, Space(request, resource), document, options);
        await FinishAsync(http, resource, negotiation, result, options);
    }

    private async Task ReplaceAsync(HttpContext http, KubeRequest request, ResourceInfo resource, UserInfo user)
    {
        var negotiation = Negotiation.Choose(http.Request);
        var bytes = await RequestBody.ReadAsync(http);
        var options = WriteQuery.Read(http.Request, user, isApply: false, "UpdateOptions");
        var duplicates = new List<string>();
        var document = RequestBody.ParseObject(bytes, http.Request.ContentType, resource, duplicates);
        Strictness.CheckDuplicates(resource, duplicates, options);
        if (resource.Custom is not null && Json.Text(document, "metadata", "resourceVersion") is not { Length: > 0 })
        {
            _ = cluster.Reader.Get(resource, Space(request, resource), request.Name);
            throw ApiErrors.Invalid(resource, request.Name, [StatusCause.Invalid("metadata.resourceVersion", "0", "must be specified for an update")]);
        }
        RoleEscalation.Check(cluster, resource, document, request.Namespace, user);
        var result = cluster.Writer.Replace(resource, Space(request, resource), request.Name, request.Subresource, document, options);
        await FinishAsync(http, resource, negotiation, result, options);
    }

    private async Task PatchAsync(HttpContext http, KubeRequest request, ResourceInfo resource, UserInfo user)
    {
        var negotiation = Negotiation.Choose(http.Request);
        var type = MediaRange.Parse(http.Request.ContentType ?? "").Type;
        var bytes = await RequestBody.ReadAsync(http);
        var isApply = type == PatchBody.Apply;
        var options = WriteQuery.Read(http.Request, user, isApply, "PatchOptions");
        var space = Space(request, resource);
        WriteResult result;
        if (isApply)
        {
            var config = PatchBody.ParseApply(bytes);
            RoleEscalation.Check(cluster, resource, config, request.Namespace, user);
            result = cluster.Writer.Apply(resource, space, request.Name, request.Subresource, config, options);
        }
        else
        {
            var change = PatchBody.Parse(resource, type, bytes, options);
            result = cluster.Writer.Patch(resource, space, request.Name, request.Subresource, live =>
            {
                var patched = change(live);
                RoleEscalation.Check(cluster, resource, patched, request.Namespace, user);
                return patched;
            }, options);
        }
        await FinishAsync(http, resource, negotiation, result, options);
    }

    private async Task DeleteAsync(HttpContext http, KubeRequest request, ResourceInfo resource, UserInfo user)
    {
        var negotiation = Negotiation.Choose(http.Request);
        var (delete, options) = await DeleteRequest.ReadAsync(http, user);
        var result = cluster.Deleter.Delete(resource, Space(request, resource), request.Name, delete, options);
        await FinishAsync(http, resource, negotiation, result, options);
    }

    private async Task DeleteCollectionAsync(HttpContext http, KubeRequest request, ResourceInfo resource, UserInfo user)
    {
        var negotiation = Negotiation.Choose(http.Request);
        var (delete, options) = await DeleteRequest.ReadAsync(http, user);
        var page = cluster.Reader.List(resource, Query(http, request, resource));
        foreach (var item in page.Items)
        {
            try
            {
                cluster.Deleter.Delete(resource, item.Namespace, item.Name, delete, options);
            }
            catch (ApiException gone) when (gone.Code == 404)
            {
                // Somebody else deleted it first; the collection is without it either way.
            }
        }
        Answers.Warn(http, options.Warnings);
        await cluster.Store.FlushAsync(http.RequestAborted);
        await (negotiation.Yaml ? DocumentAsync(http, negotiation, JsonReading.ParseObject(ListWriter.Write(resource, page).Span)) : Answers.BytesAsync(http, 200, ListWriter.Write(resource, page)));
    }

    private async Task FinishAsync(HttpContext http, ResourceInfo resource, Negotiation negotiation, WriteResult result, WriteOptions options)
    {
        // An answer is a promise: it leaves only when the write would survive a kill.
        if (result.Changed) await cluster.Store.FlushAsync(http.RequestAborted);
        Answers.Warn(http, options.Warnings);
        await AnswerAsync(http, result.Code, resource, negotiation, result.Bytes);
    }

    private Task AnswerAsync(HttpContext http, int code, ResourceInfo resource, Negotiation negotiation, byte[] bytes)
    {
        if (negotiation is { Form: AnswerForm.Objects, Yaml: false }) return Answers.BytesAsync(http, code, bytes);
        var document = JsonReading.ParseObject(bytes);
        if (Json.Text(document, "kind") == "Status") return DocumentAsync(http, negotiation, document, code);
        return DocumentAsync(http, negotiation, negotiation.Form switch
        {
            AnswerForm.Table => TableWriter.OfOne(resource, document, cluster.Time.GetUtcNow(), withColumns: true),
            AnswerForm.Metadata => MetadataOnly.Of(document),
            _ => document,
        }, code);
    }

    private static Task DocumentAsync(HttpContext http, Negotiation negotiation, JsonObject document, int code = 200) =>
        negotiation.Yaml ? Answers.BytesAsync(http, code, YamlWriting.ToBytes(document), "application/yaml") : Answers.JsonAsync(http, code, document);
}
