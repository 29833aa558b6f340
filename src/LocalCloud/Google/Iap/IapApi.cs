using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Wire;

namespace LocalCloud.Google.Iap;

/// <summary>Identity-Aware Proxy v1: who may pass, for all web of a project or for one backend service.</summary>
internal sealed class IapApi : ApiSurface
{
    private static readonly Regex Resource = new(
        @"^projects/(?<project>[^/]+)/iap_web(?<type>/(?<kind>compute|compute-(?<region>[a-z0-9-]+)|appengine-[^/]+|forwarding_rule|cloud_run-[^/]+)(/services/(?<service>[^/]+)(/versions/[^/]+)?)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public IapApi(GoogleWorld world) : base(world, "iap", "iap.googleapis.com", ErrorShape.New, FieldTable.Of("iap", "google.cloud.iap.v1"))
    {
        Post("v1/{resource*}:getIamPolicy", "GetIamPolicyRequest", null, GetPolicy);
        Post("v1/{resource*}:setIamPolicy", "SetIamPolicyRequest", null, SetPolicy);
        Post("v1/{resource*}:testIamPermissions", "TestIamPermissionsRequest", null, Test);
        Get("v1/{resource*}:iapSettings", null, GetSettings);
        Patch("v1/{resource*}:iapSettings", "IapSettings", null, SetSettings);
    }

    private JsonObject GetPolicy(ApiCall call)
    {
        var (name, project) = Target(call, "getIamPolicy");
        Require(call, Permission(name, "getIamPolicy"), name, project.Resource);
        return World.PolicyMethods.Get(name, PolicyMethods.VersionIn(call.Body));
    }

    private JsonObject SetPolicy(ApiCall call)
    {
        var (name, project) = Target(call, "setIamPolicy");
        Require(call, Permission(name, "setIamPolicy"), name, project.Resource);
        return World.PolicyMethods.Set(name, call.Body);
    }

    private JsonObject Test(ApiCall call)
    {
        var (name, project) = Target(call, "testIamPermissions");
        return TestPermissions(call, name, project.Resource);
    }

    private JsonObject GetSettings(ApiCall call)
    {
        var (name, project) = Target(call, "getSettings");
        Require(call, Permission(name, "getSettings"), name, project.Resource);
        return World.IapSettings.Get(name, call["resource"]);
    }

    private JsonObject SetSettings(ApiCall call)
    {
        var (name, project) = Target(call, "updateSettings");
        Require(call, Permission(name, "updateSettings"), name, project.Resource);
        return World.IapSettings.Set(name, call["resource"], call.Body);
    }

    // Policies are kept under the project's number, however the caller names it.
    private (string Name, Project Project) Target(ApiCall call, string verb)
    {
        var match = Resource.Match(call["resource"]);
        if (!match.Success) throw GoogleException.InvalidArgument("Request contains an invalid argument.", Detail.FieldViolation("resource", $"'{call["resource"]}' is no resource of IAP."));
        var named = match.Groups["project"].Value;
        var project = World.Projects.Find(named) ?? throw Denied(call, verb, named);
        World.Services.RequireActive(project, Service, Title);
        var backend = match.Groups["service"].Value;
        if (match.Groups["kind"].Value == "compute" && backend.Length > 0 && World.BackendServices.Find(project.Id, backend) is null)
            throw GoogleException.NotFound("Requested entity was not found.");
        return ($"projects/{project.Number}/iap_web{match.Groups["type"].Value}", project);
    }

    private static string Permission(string name, string verb) =>
        name.Contains("/services/", StringComparison.Ordinal) ? $"iap.webServices.{verb}" : name.EndsWith("/iap_web", StringComparison.Ordinal) ? $"iap.web.{verb}" : $"iap.webTypes.{verb}";
}
