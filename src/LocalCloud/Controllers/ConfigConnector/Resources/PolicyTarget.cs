using System.Text.Json.Nodes;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Projects;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>The resource whose IAM policy an object is about.</summary>
/// <param name="Resource">Name of its policy.</param>
/// <param name="Permission">What one needs to change it.</param>
/// <param name="Project">The project, when it is one.</param>
internal sealed record PolicyTarget(string Resource, string Permission, Project? Project)
{
    /// <summary>From <c>spec.resourceRef</c>.</summary>
    public static PolicyTarget Of(ResourceRequest request)
    {
        var reference = request.Map("resourceRef") ?? throw ResourceTrouble.Invalid("spec.resourceRef must be set");
        return Json.Text(reference, "kind") switch
        {
            "Project" => OfProject(request, reference),
            "IAMServiceAccount" => OfAccount(request, reference),
            "StorageBucket" => OfBucket(request, reference),
            var other => throw ResourceTrouble.Invalid($"policies of {other} are not simulated: Project, IAMServiceAccount and StorageBucket are"),
        };
    }

    /// <summary>Refuses what the acting identity may not do here.</summary>
    public void Require(ResourceRequest request) => request.RequirePermission(Permission, [Resource, $"projects/{Project?.Id ?? request.ProjectId}"]);

    /// <summary>Refuses bindings that the real service would refuse: unknown roles, members that do not exist.</summary>
    public void Check(ResourceRequest request, IReadOnlyList<Binding> bindings) =>
        new PolicyRules(request.World).Check(bindings, request.World.Policies.Get(Resource), 3, Project is not null, Project);

    private static PolicyTarget OfProject(ResourceRequest request, JsonObject reference)
    {
        var hasName = Json.Text(reference, "external") is not null || Json.Text(reference, "name") is not null;
        var project = request.Project(hasName ? request.ProjectOf(reference) : null);
        return new PolicyTarget(project.Resource, "resourcemanager.projects.setIamPolicy", project);
    }

    private static PolicyTarget OfAccount(ResourceRequest request, JsonObject reference)
    {
        var email = request.Account(reference) ?? "";
        email = email[(email.LastIndexOf('/') + 1)..];
        var account = request.World.ServiceAccounts.Find(email) ?? throw Google.Http.GoogleException.NotFound($"Unknown service account {email}");
        return new PolicyTarget(account.Name, "iam.serviceAccounts.setIamPolicy", null);
    }

    private static PolicyTarget OfBucket(ResourceRequest request, JsonObject reference)
    {
        var name = request.Resolve(reference, new GroupKind("storage" + ConnectorKind.GroupSuffix, "StorageBucket"), Connector.ResourceId) ?? "";
        return new PolicyTarget($"buckets/{request.World.Buckets.Get(name).Name}", "storage.buckets.setIamPolicy", null);
    }
}
