using System.Text.Json.Nodes;

namespace LocalCloud.Kube.Api;

/// <summary>The refusals of the API, with the words of the real server.</summary>
internal static class ApiErrors
{
    public static ApiException NotFound(ResourceInfo resource, string name) =>
        new(404, "NotFound", $"{resource.GroupResource} \"{name}\" not found", Details(name, resource.Group, resource.Plural));

    public static ApiException AlreadyExists(ResourceInfo resource, string name) =>
        new(409, "AlreadyExists", $"{resource.GroupResource} \"{name}\" already exists", Details(name, resource.Group, resource.Plural));

    public static ApiException Conflict(ResourceInfo resource, string name, string because) =>
        Conflict(resource.GroupResource, resource.Group, resource.Plural, name, because);

    public static ApiException Conflict(string display, string group, string kind, string name, string because) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {display} \"{name}\": {because}", Details(name, group, kind));

    public static ApiException Modified(ResourceInfo resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Internal(string message) =>
        new(500, "InternalError", $"Internal error occurred: {message}", new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = message }) });

    /// <summary>An error without a reason, as the server gives for failures it did not expect.</summary>
    public static ApiException Unexpected(string message) => new(500, "", message);

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException Forbidden(ResourceInfo resource, string name, string because, params StatusCause[] causes) =>
        new(403, "Forbidden", $"{resource.GroupResource}{(name.Length > 0 ? $" \"{name}\"" : "")} is forbidden: {because}", Details(name, resource.Group, resource.Plural, causes));

    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", new JsonObject());

    public static ApiException UnsupportedMediaType(string accepted) =>
        new(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {accepted}");

    public static ApiException NotAcceptable(string accepted) =>
        new(406, "NotAcceptable", $"only the following media types are accepted: {accepted}");

    public static ApiException TooLarge(long limit) =>
        new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {limit}");

    public static ApiException Expired(string message) => new(410, "Expired", message);

    public static ApiException Invalid(ResourceInfo resource, string name, IReadOnlyList<StatusCause> causes) =>
        Invalid(resource.Group, resource.Kind, name, causes);

    public static ApiException Invalid(string group, string kind, string name, IReadOnlyList<StatusCause> causes)
    {
        var errors = causes.Select(cause => cause.Field.Length > 0 ? $"{cause.Field}: {cause.Message}" : cause.Message).Distinct(StringComparer.Ordinal).ToList();
        var list = errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors)}]";
        var display = group.Length == 0 ? kind : $"{kind}.{group}";
        return new(422, "Invalid", $"{display} \"{name}\" is invalid: {list}", Details(name, group, kind, causes));
    }

    public static ApiException TooManyRequests(string message, params StatusCause[] causes) =>
        new(429, "TooManyRequests", message, new JsonObject { ["causes"] = Causes(causes) });

    public static JsonObject Details(string name, string group, string kind, IReadOnlyList<StatusCause>? causes = null)
    {
        var details = new JsonObject();
        if (name.Length > 0) details["name"] = name;
        if (group.Length > 0) details["group"] = group;
        if (kind.Length > 0) details["kind"] = kind;
        if (causes is { Count: > 0 }) details["causes"] = Causes(causes);
        return details;
    }

    private static JsonArray Causes(IReadOnlyList<StatusCause> causes)
    {
        var list = new JsonArray();
        foreach (var cause in causes)
        {
            var entry = new JsonObject();
            if (cause.Reason.Length > 0) entry["reason"] = cause.Reason;
            entry["message"] = cause.Message;
            if (cause.Field.Length > 0) entry["field"] = cause.Field;
            list.Add(entry);
        }
        return list;
    }
}
