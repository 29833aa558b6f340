using System.Text.Json.Nodes;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Services;
using LocalCloud.Google.Wire;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Google.Http;

/// <summary>
/// One Google API: where it listens, what it is called, how it refuses, and its methods. Handlers are thin: they name the
/// resource, ask the world, and shape the answer.
/// </summary>
internal abstract class ApiSurface(GoogleWorld world, string prefix, string service, ErrorShape shape, FieldTable? fields = null)
{
    private readonly List<ApiRoute> _routes = [];

    /// <summary>First path segment; what an endpoint override points at.</summary>
    public string Prefix => prefix;

    /// <summary>Service name, such as <c>container.googleapis.com</c>.</summary>
    public string Service => service;

    public ErrorShape Shape => shape;

    public IReadOnlyList<ApiRoute> Routes => _routes;

    /// <summary>Title in the text of a disabled service.</summary>
    protected string Title => ServiceCatalog.Title(service);

    /// <summary>False where the caller needs no token: the endpoints that hand tokens out.</summary>
    public virtual bool NeedsToken => true;

    /// <summary>False for the few services that answer although nobody switched them on.</summary>
    protected virtual bool NeedsActivation => true;

    protected GoogleWorld World => world;

    /// <summary>Answers a request whose path (below the prefix) is given, or returns false when nobody serves it.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context, string path)
    {
        foreach (var route in _routes)
        {
            if (route.Method != context.Request.Method || route.Template.Match(path) is not { } values) continue;
            await AnswerAsync(context, route, values);
            return true;
        }

        return false;
    }

    protected void Get(string template, string? permission, Func<ApiCall, JsonNode> handler) => Route("GET", template, null, permission, handler);

    protected void Delete(string template, string? permission, Func<ApiCall, JsonNode> handler) => Route("DELETE", template, null, permission, handler);

    protected void Post(string template, string? message, string? permission, Func<ApiCall, JsonNode> handler) => Route("POST", template, message, permission, handler);

    protected void Put(string template, string? message, string? permission, Func<ApiCall, JsonNode> handler) => Route("PUT", template, message, permission, handler);

    protected void Patch(string template, string? message, string? permission, Func<ApiCall, JsonNode> handler) => Route("PATCH", template, message, permission, handler);

    protected void Route(string method, string template, string? message, string? permission, Func<ApiCall, JsonNode> handler) =>
        RouteAsync(method, template, message, permission, call => ValueTask.FromResult<JsonNode?>(handler(call)));

    protected void RouteAsync(string method, string template, string? message, string? permission, Func<ApiCall, ValueTask<JsonNode?>> handler) =>
        _routes.Add(new ApiRoute(method, new PathTemplate(template), message, permission, handler));

    /// <summary>The refusal of this API when a permission is missing.</summary>
    protected virtual GoogleException Denied(ApiCall call, string permission, string resource) =>
        GoogleException.PermissionDenied("The caller does not have permission");

    /// <summary>Resources whose policies may grant the permission, nearest first. The project counts for everything in it.</summary>
    protected virtual IReadOnlyList<string> ResourcesOf(ApiCall call) => [call.Project.Resource];

    protected void Require(ApiCall call, string permission, params IReadOnlyList<string> resources)
    {
        if (!Holds(call, permission, resources)) throw Denied(call, permission, resources[0]);
    }

    /// <summary>True when the caller has the permission on one of the resources; the record of the request keeps that it was asked for.</summary>
    protected bool Holds(ApiCall call, string permission, IReadOnlyList<string> resources, IReadOnlyList<string>? grantedRoles = null)
    {
        call.Needs(permission);
        return world.Access.Allows(call.Caller, permission, resources, grantedRoles);
    }

    protected JsonObject TestPermissions(ApiCall call, params IReadOnlyList<string> resources)
    {
        var asked = call.Body["permissions"] as JsonArray ?? [];
        var held = asked.Select(item => item!.GetValue<string>()).Where(permission => world.Access.Allows(call.Caller, permission, resources)).ToArray();
        return held.Length == 0 ? [] : new JsonObject { ["permissions"] = new JsonArray([.. held.Select(permission => (JsonNode)permission)]) };
    }

    private async Task AnswerAsync(HttpContext context, ApiRoute route, Dictionary<string, string> values)
    {
        try
        {
            var caller = NeedsToken ? Authenticate(context) : Caller.Anonymous;
            var body = await ReadAsync(context, route);
            var call = new ApiCall(context, values, caller, body);
            if (call.Has("project")) Admit(call, route);
            var answer = await route.Handler(call);
            await world.FlushAsync(context.RequestAborted);
            if (answer is null) context.Response.StatusCode = StatusCodes.Status204NoContent;
            else await JsonWriter.WriteAsync(context, StatusCodes.Status200OK, answer);
        }
        catch (GoogleException refusal)
        {
            await world.FlushAsync(context.RequestAborted);
            await ErrorWriter.WriteAsync(context, refusal, ShapeOf(refusal));
        }
    }

    // The token check happens in front of the API, in the new shape, whatever the API's own shape is.
    private ErrorShape ShapeOf(GoogleException refusal) => refusal.Code == 401 && shape == ErrorShape.Old ? ErrorShape.Mixed : shape;

    protected virtual async ValueTask<JsonObject> ReadAsync(HttpContext context, ApiRoute route)
    {
        if (route.Method is "GET" or "DELETE") return [];
        var body = await BodyReader.ReadAsync(context);
        if (route.Message is not null) fields?.Check(route.Message, body);
        return body;
    }

    private Caller Authenticate(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : "";
        if (token.Length == 0) token = context.Request.Query["access_token"].ToString();
        if (token.Length == 0) throw GoogleException.Unauthenticated(missing: true, service);
        var caller = world.Tokens.Resolve(token) ?? throw GoogleException.Unauthenticated(missing: false, service);
        return caller.HasCloudScope ? caller : throw GoogleException.ScopeInsufficient(service, "https://www.googleapis.com/auth/cloud-platform");
    }

    private void Admit(ApiCall call, ApiRoute route)
    {
        call.Project = world.Projects.Find(call["project"]) ?? Project.Missing(call["project"]);
        if (NeedsActivation) world.Services.RequireActive(ConsumerOf(call), service, Title);
        if (route.Permission is null) return;
        var resources = ResourcesOf(call);
        if (!Holds(call, route.Permission, resources)) throw Denied(call, route.Permission, resources[0]);
    }

    private Project ConsumerOf(ApiCall call)
    {
        if (call.Header("X-Goog-User-Project") is not { Length: > 0 } named) return call.Project;
        var payer = world.Projects.Find(named);
        if (payer is not null && world.Access.Allows(call.Caller, "serviceusage.services.use", [payer.Resource])) return payer;
        throw GoogleException.PermissionDenied(
            $"Caller does not have required permission to use project {named}. Grant the caller the roles/serviceusage.serviceUsageConsumer role, or a custom role with the serviceusage.services.use permission, by visiting https://console.developers.google.com/iam-admin/iam/project?project={named} and then retry. Propagation of the new permission may take a few minutes.",
            Detail.ErrorInfo("USER_PROJECT_DENIED", "googleapis.com", ("consumer", $"projects/{named}"), ("service", service)));
    }
}
