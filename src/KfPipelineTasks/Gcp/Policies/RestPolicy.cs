using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Gcp.Door;

namespace KfPipelineTasks.Gcp.Policies;

/// <summary><see cref="IPolicy"/> over <c>:getIamPolicy</c> and <c>:setIamPolicy</c>: projects, service accounts, Identity-Aware Proxy.</summary>
public sealed class RestPolicy : IPolicy
{
    private readonly GcpDoor _door;
    private readonly GcpApi _api;
    private readonly string _path;
    private readonly string _permission;

    private RestPolicy(GcpDoor door, GcpApi api, string path, string subject, string permission) =>
        (_door, _api, _path, Subject, _permission) = (door, api, path, subject, permission);

    public string Subject { get; }

    /// <summary>The policy of a project.</summary>
    public static IPolicy OfProject(GcpDoor door, string project) =>
        new RestPolicy(door, GcpApi.CloudResourceManager, $"v1/projects/{Uri.EscapeDataString(project)}", $"policy of project {project}", "resourcemanager.projects");

    /// <summary>The policy of a service account: who may act as it.</summary>
    public static IPolicy OfServiceAccount(GcpDoor door, string project, string email) =>
        new RestPolicy(door, GcpApi.Iam, $"v1/projects/{Uri.EscapeDataString(project)}/serviceAccounts/{Uri.EscapeDataString(email)}", $"policy of {email}", "iam.serviceAccounts");

    /// <summary>The policy of everything behind Identity-Aware Proxy in a project.</summary>
    /// <param name="number">Number of the project.</param>
    public static IPolicy OfIapWeb(GcpDoor door, string number) =>
        new RestPolicy(door, GcpApi.Iap, $"v1/projects/{number}/iap_web", "policy of Identity-Aware Proxy", "iap.web");

    /// <summary>The policy of one backend service behind Identity-Aware Proxy. It goes when the ingress makes a new backend.</summary>
    /// <param name="number">Number of the project.</param>
    /// <param name="backend">Id or name.</param>
    /// <param name="region">Region; null for a global one.</param>
    public static IPolicy OfIapBackend(GcpDoor door, string number, string backend, string? region = null) =>
        new RestPolicy(door, GcpApi.Iap, $"v1/projects/{number}/iap_web/compute{(region is null ? "" : $"-{region}")}/services/{Uri.EscapeDataString(backend)}", $"policy of backend service {backend}", "iap.webServices");

    /// <summary>The policy of a host of Cloud Endpoints.</summary>
    public static IPolicy OfEndpoint(GcpDoor door, string host) =>
        new RestPolicy(door, GcpApi.ServiceManagement, $"v1/services/{Uri.EscapeDataString(host)}", $"policy of endpoint {host}", "servicemanagement.services");

    public Task<JsonObject> ReadAsync(CancellationToken cancellation)
    {
        // IAM takes the version in the query and no body, the others in the body.
        var inQuery = _api == GcpApi.Iam;
        return _door.SendForObjectAsync(new GcpRequest(_api, HttpMethod.Post, $"{_path}:getIamPolicy{(inQuery ? "?options.requestedPolicyVersion=3" : "")}", Subject, "read")
        {
            Body = inQuery ? null : """{"options":{"requestedPolicyVersion":3}}"""u8.ToArray(), Repeatable = true, Writes = false, Permission = $"{_permission}.getIamPolicy",
        }, cancellation);
    }

    public Task<JsonObject> WriteAsync(JsonObject policy, CancellationToken cancellation) =>
        // The etag makes a repetition harmless: if the first one came through, the second is refused.
        _door.SendForObjectAsync(new GcpRequest(_api, HttpMethod.Post, $"{_path}:setIamPolicy", Subject, "change")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["policy"] = policy.DeepClone() }, GcpJson.Default.JsonObject), Repeatable = true, Permission = $"{_permission}.setIamPolicy",
        }, cancellation);
}
