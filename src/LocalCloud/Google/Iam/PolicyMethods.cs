using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Iam;

/// <summary>The get and set methods that four APIs share: how a request is read and what is refused.</summary>
internal sealed class PolicyMethods(PolicyStore policies, PolicyRules rules)
{
    /// <summary>Answers a policy; one with conditions only to those who say that they understand version 3.</summary>
    public JsonObject Get(string resource, long? requestedVersion)
    {
        var policy = policies.Get(resource);
        var asked = requestedVersion ?? 0;
        if (asked is not (0 or 1 or 2 or 3))
            throw GoogleException.InvalidArgument($"Requested policy version ({asked}) is invalid. Valid versions are 0, 1 and 3.");
        if (asked < policy.Version && policy.Version == 3)
            throw GoogleException.InvalidArgument($"Requested policy version ({asked}) cannot be less than the existing policy version ({policy.Version})");
        return policy.ToJson();
    }

    /// <summary>Writes a policy given as <c>{policy, updateMask}</c>.</summary>
    public JsonObject Set(string resource, JsonObject request, bool isProject = false, Project? project = null)
    {
        var wanted = request["policy"] as JsonObject ?? [];
        var mask = (request.Text("updateMask") ?? "bindings,etag").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Write(resource, wanted, mask, isProject, project).ToJson();
    }

    /// <summary>Writes a policy given as it is: Cloud Storage wraps nothing.</summary>
    public Policy Write(string resource, JsonObject wanted, IReadOnlyCollection<string> mask, bool isProject = false, Project? project = null)
    {
        var current = policies.Get(resource);
        var bindings = mask.Contains("bindings") ? PolicyReader.Bindings(wanted) : [.. current.Bindings];
        rules.Check(bindings, current, wanted.Number("version") ?? 0, isProject, project);
        var setAudit = mask.Any(path => path is "auditConfigs" or "audit_configs");
        return policies.Set(resource, bindings, PolicyReader.Etag(wanted), wanted["auditConfigs"] as JsonArray, setAudit);
    }

    /// <summary>The version asked for in a body: <c>{options:{requestedPolicyVersion}}</c>.</summary>
    public static long? VersionIn(JsonObject body) => (body["options"] as JsonObject)?.Number("requestedPolicyVersion");
}
