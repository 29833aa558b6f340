using System.Text.Json.Nodes;
using LocalCloud.Google.Iam;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>One member of one role.</summary>
internal sealed class IamPolicyMembers : IGoogleResource
{
    public string Kind => "IAMPolicyMember";

    public ResourceState Apply(ResourceRequest request)
    {
        var (target, role, member, condition) = Read(request);
        if (request.World.Policies.Get(target.Resource).Bindings.Any(binding => binding.Role == role && binding.Condition == condition && binding.Members.Contains(member))) return ResourceState.Done();
        target.Require(request);
        target.Check(request, [new Binding(role, [member], condition)]);
        request.World.Policies.AddMember(target.Resource, role, member, condition);
        return ResourceState.Done();
    }

    public bool Delete(ResourceRequest request)
    {
        var (target, role, member, condition) = Read(request);
        target.Require(request);
        request.World.Policies.RemoveMember(target.Resource, role, member, condition);
        return true;
    }

    private static (PolicyTarget Target, string Role, string Member, Condition? Condition) Read(ResourceRequest request) =>
        (PolicyTarget.Of(request), request.Text("role") ?? "", Member(request, request.Map() ?? []), ConditionOf(request.Map("condition")));

    /// <summary><c>member</c> as it is, or the account that <c>memberFrom</c> refers to.</summary>
    public static string Member(ResourceRequest request, JsonObject entry) =>
        Json.Text(entry, "member") ?? $"serviceAccount:{request.Account(Json.Map(entry, "memberFrom", "serviceAccountRef"))}";

    public static Condition? ConditionOf(JsonObject? condition) => condition is null ? null
        : new Condition(Json.Text(condition, "title"), Json.Text(condition, "description"), Json.Text(condition, "expression") ?? "");
}
