using System.Text.Json.Nodes;
using LocalCloud.Google.Iam;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>Service accounts.</summary>
internal sealed class IamServiceAccounts : IGoogleResource
{
    public string Kind => "IAMServiceAccount";

    public ResourceState Apply(ResourceRequest request)
    {
        request.Require("iam", "iam.serviceAccounts.create");
        var account = request.World.ServiceAccounts.Find(Email(request))
            ?? request.World.ServiceAccounts.Create(request.ProjectId, request.Id, request.Text("displayName"), request.Text("description"));
        if ((request.Text("displayName") ?? account.DisplayName) != account.DisplayName || (request.Text("description") ?? account.Description) != account.Description)
            account = request.World.ServiceAccounts.Update(account.Email, request.Text("displayName"), request.Text("description"));
        return ResourceState.Done(Status(account));
    }

    public bool Delete(ResourceRequest request)
    {
        request.Require("iam", "iam.serviceAccounts.delete");
        if (request.World.ServiceAccounts.Find(Email(request)) is not null) request.World.ServiceAccounts.Delete(Email(request));
        return true;
    }

    private static JsonObject Status(ServiceAccount account) => new()
    {
        ["email"] = account.Email,
        ["member"] = account.Member,
        ["name"] = account.Name,
        ["uniqueId"] = account.UniqueId,
    };

    private static string Email(ResourceRequest request) => $"{request.Id}@{request.ProjectId}.iam.gserviceaccount.com";
}
