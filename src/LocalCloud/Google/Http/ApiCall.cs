using System.Text.Json.Nodes;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Projects;
using LocalCloud.Record;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Google.Http;

/// <summary>One request, taken apart: who asks, for what, with which body.</summary>
internal sealed class ApiCall(HttpContext context, IReadOnlyDictionary<string, string> path, Caller caller, JsonObject body)
{
    /// <summary>Who asks.</summary>
    public Caller Caller => caller;

    /// <summary>The request's body; an empty object when there is none.</summary>
    public JsonObject Body => body;

    public IQueryCollection Query => context.Request.Query;

    public CancellationToken Cancellation => context.RequestAborted;

    /// <summary>Scheme, host and port the client used: what links back to this server start with.</summary>
    public string BaseAddress => $"{context.Request.Scheme}://{context.Request.Host}";

    public string? Header(string name) => context.Request.Headers[name];

    /// <summary>A variable of the path.</summary>
    public string this[string variable] => path[variable];

    public bool Has(string variable) => path.ContainsKey(variable);

    /// <summary>The project named by the path's <c>{project}</c> (id or number); set by the surface before the handler runs.</summary>
    public Project Project { get; set; } = Project.Unknown;

    /// <summary>Notes a permission that the request needs, for the record.</summary>
    public void Needs(string permission)
    {
        if (context.Items[RecordMiddleware.PermissionsItem] is not List<string> needed) context.Items[RecordMiddleware.PermissionsItem] = needed = [];
        needed.Add(permission);
    }
}
