using System.Text.Json.Nodes;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>Projects. There are no folders and no organisations here, so nobody is asked whether one may be made.</summary>
internal sealed class ProjectResources : IGoogleResource
{
    public string Kind => "Project";

    public ResourceState Apply(ResourceRequest request)
    {
        var name = request.Text("name") ?? request.Id;
        var billing = Kube.Documents.Json.Text(request.Map("billingAccountRef"), "external")?.Replace("billingAccounts/", "", StringComparison.Ordinal);
        var project = request.World.Projects.Find(request.Id) ?? new Project(request.Id, Ids.Digits(12), name, request.World.Now, billing);
        var wanted = project with { Name = name, BillingAccount = billing ?? project.BillingAccount, State = "ACTIVE" };
        if (wanted != request.World.Projects.Find(request.Id)) request.World.Projects.Put(wanted);
        return ResourceState.Done(new JsonObject { ["number"] = project.Number });
    }

    public bool Delete(ResourceRequest request)
    {
        if (request.World.Projects.Find(request.Id) is { } project) request.World.Projects.Put(project with { State = "DELETE_REQUESTED" });
        return true;
    }
}
