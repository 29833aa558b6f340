using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Store;
using LocalCloud.Google.Wire;

namespace LocalCloud.Google.Projects;

/// <summary>Cloud Resource Manager v1 and v3: projects and their policies.</summary>
internal sealed class ResourceManagerApi : ApiSurface
{
    public ResourceManagerApi(GoogleWorld world)
        : base(world, "crm", "cloudresourcemanager.googleapis.com", ErrorShape.New, FieldTable.Of("cloudresourcemanager", "google.cloud.resourcemanager.v3"))
    {
        Get("v1/projects/{project}", "resourcemanager.projects.get", call => ShowOld(call.Project));
        Get("v1/projects", null, call => Visible(call, "projects", ShowOld));
        Get("v3/projects/{project}", "resourcemanager.projects.get", call => ShowNew(call.Project));
        Get("v3/projects:search", null, call => Visible(call, "projects", ShowNew));
        foreach (var version in (string[])["v1", "v3"])
        {
            Post($"{version}/projects/{{project}}:getIamPolicy", "GetIamPolicyRequest", "resourcemanager.projects.getIamPolicy",
                call => world.PolicyMethods.Get(call.Project.Resource, PolicyMethods.VersionIn(call.Body)));
            Post($"{version}/projects/{{project}}:setIamPolicy", "SetIamPolicyRequest", null, SetPolicy);
            Post($"{version}/projects/{{project}}:testIamPermissions", "TestIamPermissionsRequest", null, TestPermissions);
        }
    }

    // Its own state in the project asked about does not matter: it counts in the project of the caller.
    protected override bool NeedsActivation => false;

    private JsonObject SetPolicy(ApiCall call)
    {
        var project = call.Project;
        var wanted = PolicyReader.Bindings(call.Body["policy"] as JsonObject ?? []);
        var touched = TouchedRoles(World.Policies.Get(project.Resource).Bindings, wanted);
        if (!Holds(call, "resourcemanager.projects.setIamPolicy", [project.Resource], touched))
            throw Denied(call, "resourcemanager.projects.setIamPolicy", project.Resource);
        return World.PolicyMethods.Set(project.Resource, call.Body, isProject: true, project);
    }

    private JsonObject TestPermissions(ApiCall call) => call.Project.Exists
        ? TestPermissions(call, call.Project.Resource)
        : throw Denied(call, "resourcemanager.projects.get", call.Project.Resource);

    private static List<string> TouchedRoles(IReadOnlyList<Binding> before, IReadOnlyList<Binding> after)
    {
        var (old, wanted) = (Grants(before), Grants(after));
        old.SymmetricExceptWith(wanted);
        return [.. old.Select(grant => grant.Role).Distinct()];
    }

    private static HashSet<(string Role, string Member, Condition? Condition)> Grants(IReadOnlyList<Binding> bindings) =>
        [.. bindings.SelectMany(binding => binding.Members.Select(member => (binding.Role, member, binding.Condition)))];

    private JsonObject Visible(ApiCall call, string field, Func<Project, JsonObject> show)
    {
        var filter = (call.Query["filter"].ToString() is { Length: > 0 } old ? old : call.Query["query"].ToString()).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var seen = World.Projects.All
            .Where(project => World.Access.Allows(call.Caller, "resourcemanager.projects.get", [project.Resource]))
            .Where(project => filter.All(term => Fits(project, term)));
        return Page.Of(call, field, [.. seen.Select(show)], 500);
    }

    private static bool Fits(Project project, string term)
    {
        var at = term.IndexOfAny([':', '=']);
        var (name, value) = at < 0 ? ("", term) : (term[..at], term[(at + 1)..]);
        return name.ToLowerInvariant() switch
        {
            "lifecyclestate" or "state" => project.State == value,
            "projectid" or "id" => project.Id == value,
            "name" or "displayname" => project.Name == value,
            _ => throw GoogleException.InvalidArgument($"Invalid filter: {term}."),
        };
    }

    private static JsonObject ShowOld(Project project)
    {
        var json = new JsonObject
        {
            ["projectNumber"] = project.Number,
            ["projectId"] = project.Id,
            ["lifecycleState"] = project.State,
            ["name"] = project.Name,
            ["createTime"] = Ids.Stamp(project.CreateTime),
        };
        if (project.Labels.Count > 0) json["labels"] = Labels(project);
        return json.With("parent", project.Organization is null ? null : new JsonObject { ["type"] = "organization", ["id"] = project.Organization });
    }

    private static JsonObject ShowNew(Project project)
    {
        var json = new JsonObject
        {
            ["name"] = $"projects/{project.Number}",
            ["projectId"] = project.Id,
            ["state"] = project.State,
            ["displayName"] = project.Name,
            ["createTime"] = Ids.Stamp(project.CreateTime),
            ["etag"] = $"W/\"{Ids.Derived(project.Id, 16)}\"",
        };
        if (project.Labels.Count > 0) json["labels"] = Labels(project);
        return json.With("parent", project.Organization is null ? null : $"organizations/{project.Organization}");
    }

    private static JsonObject Labels(Project project) => new(project.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
}
