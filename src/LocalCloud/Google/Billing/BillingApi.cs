using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Billing;

/// <summary>Cloud Billing v1: whether a project has a billing account.</summary>
internal sealed class BillingApi : ApiSurface
{
    public BillingApi(GoogleWorld world) : base(world, "billing", "cloudbilling.googleapis.com", ErrorShape.New)
    {
        Get("v1/projects/{project}/billingInfo", "resourcemanager.projects.get", call => Show(call.Project));
        Put("v1/projects/{project}/billingInfo", null, "resourcemanager.projects.createBillingAssignment", Set);
    }

    protected override bool NeedsActivation => false;

    private JsonObject Set(ApiCall call)
    {
        var account = call.Body.Text("billingAccountName") is { Length: > 0 } name ? name.Replace("billingAccounts/", "", StringComparison.Ordinal) : null;
        var changed = call.Project with { BillingAccount = account };
        World.Projects.Put(changed);
        return Show(changed);
    }

    private static JsonObject Show(Project project)
    {
        var json = new JsonObject { ["name"] = $"{project.Resource}/billingInfo", ["projectId"] = project.Id };
        if (project.BillingAccount is null) return json;
        json["billingAccountName"] = $"billingAccounts/{project.BillingAccount}";
        json["billingEnabled"] = true;
        return json;
    }
}
