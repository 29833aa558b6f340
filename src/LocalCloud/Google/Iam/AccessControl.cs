namespace LocalCloud.Google.Iam;

/// <summary>Decides who may do what: roles of the policies of a resource and of what is above it.</summary>
public sealed class AccessControl
{
    private readonly WorldContext _context;
    private readonly PolicyStore _policies;
    private readonly RoleBook _roles;

    internal AccessControl(WorldContext context, PolicyStore policies, RoleBook roles)
    {
        _context = context;
        _policies = policies;
        _roles = roles;
    }

    /// <summary>True when a role the caller holds on one of the resources has the permission.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="permission">Such as <c>container.clusters.get</c>.</param>
    /// <param name="resources">The resource and what is above it, by the names of their policies.</param>
    /// <param name="grantedRoles">Roles a policy change touches, for conditions that limit them.</param>
    public bool Allows(Caller caller, string permission, IReadOnlyList<string> resources, IReadOnlyList<string>? grantedRoles = null) =>
        resources.Any(resource => _policies.Effective(resource).Bindings.Any(binding =>
            Holds(caller, binding) && _roles.Has(binding.Role, permission) && Applies(binding.Condition, resource, grantedRoles)));

    private static bool Holds(Caller caller, Binding binding) => binding.Members.Any(member =>
        member == caller.Member
        || member is "allUsers"
        || (member is "allAuthenticatedUsers" && caller != Caller.Anonymous)
        || caller.AlsoKnownAs.Contains(member)
        || (member.StartsWith("domain:", StringComparison.Ordinal) && caller.Member.StartsWith("user:", StringComparison.Ordinal) && caller.Member.EndsWith("@" + member["domain:".Length..], StringComparison.Ordinal)));

    private bool Applies(Condition? condition, string resource, IReadOnlyList<string>? grantedRoles) =>
        condition is null || ConditionExpression.Holds(condition.Expression, new ConditionFacts(_context.Now, resource, grantedRoles));
}
