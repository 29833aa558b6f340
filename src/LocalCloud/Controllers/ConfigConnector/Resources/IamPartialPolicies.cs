using System.Text.Json.Nodes;
using LocalCloud.Google.Iam;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>Some bindings of a policy: those of the object are put in, those it had before and no longer has are taken out, all others stay.</summary>
internal sealed class IamPartialPolicies : IGoogleResource
{
    public string Kind => "IAMPartialPolicy";

    public ResourceState Apply(ResourceRequest request)
    {
        var target = PolicyTarget.Of(request);
        var wanted = Wanted(request).ToList();
        var before = Applied(request.Document).ToList();
        var current = request.World.Policies.Get(target.Resource).Bindings;
        var missing = wanted.Where(one => !Has(current, one)).ToList();
        var surplus = before.Except(wanted).Where(one => Has(current, one)).ToList();
        if (missing.Count + surplus.Count > 0)
        {
            target.Require(request);
            target.Check(request, [.. wanted.Select(one => new Binding(one.Role, [one.Member], one.Condition))]);
            foreach (var one in surplus) request.World.Policies.RemoveMember(target.Resource, one.Role, one.Member, one.Condition);
            foreach (var one in missing) request.World.Policies.AddMember(target.Resource, one.Role, one.Member, one.Condition);
        }

        return ResourceState.Done(new JsonObject
        {
            ["lastAppliedBindings"] = Bindings(wanted),
            ["allBindings"] = Bindings(request.World.Policies.Get(target.Resource).Bindings.SelectMany(binding => binding.Members.Select(member => new Grant(binding.Role, member, binding.Condition)))),
        });
    }

    public bool Delete(ResourceRequest request)
    {
        var target = PolicyTarget.Of(request);
        target.Require(request);
        foreach (var one in Applied(request.Document)) request.World.Policies.RemoveMember(target.Resource, one.Role, one.Member, one.Condition);
        return true;
    }

    private sealed record Grant(string Role, string Member, Condition? Condition);

    private static IEnumerable<Grant> Wanted(ResourceRequest request) => Json.Maps(request.Document, "spec", "bindings").SelectMany(binding =>
        Json.Maps(binding, "members").Select(member => new Grant(Json.Text(binding, "role") ?? "", IamPolicyMembers.Member(request, member), IamPolicyMembers.ConditionOf(Json.Map(binding, "condition")))));

    private static IEnumerable<Grant> Applied(JsonObject document) => Json.Maps(document, "status", "lastAppliedBindings").SelectMany(binding =>
        Json.Texts(binding, "members").Select(member => new Grant(Json.Text(binding, "role") ?? "", member, IamPolicyMembers.ConditionOf(Json.Map(binding, "condition")))));

    private static bool Has(IEnumerable<Binding> bindings, Grant grant) =>
        bindings.Any(binding => binding.Role == grant.Role && binding.Condition == grant.Condition && binding.Members.Contains(grant.Member));

    private static JsonArray Bindings(IEnumerable<Grant> grants) => new([.. grants
        .GroupBy(grant => (grant.Role, grant.Condition))
        .Select(group =>
        {
            var binding = new JsonObject { ["role"] = group.Key.Role, ["members"] = Json.ListOf(group.Select(grant => grant.Member)) };
            if (group.Key.Condition is { } condition) binding["condition"] = new JsonObject { ["title"] = condition.Title, ["description"] = condition.Description, ["expression"] = condition.Expression };
            return (JsonNode)binding;
        })]);
}
