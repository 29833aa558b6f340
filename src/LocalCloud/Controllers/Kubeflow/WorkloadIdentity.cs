using LocalCloud.Google;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;

namespace LocalCloud.Controllers.Kubeflow;

/// <summary>Lets service accounts of the cluster be Google service accounts, and finds out who somebody is on the Google side.</summary>
internal static class WorkloadIdentity
{
    /// <summary>On a Kubernetes service account: the Google service account it may be.</summary>
    public const string Annotation = "iam.gke.io/gcp-service-account";

    private const string Role = "roles/iam.workloadIdentityUser";

    /// <summary>How a service account of the cluster is called in IAM policies.</summary>
    public static string Member(ClusterView view, string inNamespace, string name) => $"serviceAccount:{view.Key.Project}.svc.id.goog[{inNamespace}/{name}]";

    /// <summary>Whether the policy of a Google service account lets a service account of the cluster be it.</summary>
    public static bool IsLetIn(GoogleWorld world, ClusterView view, string email, string inNamespace, string name)
    {
        var member = Member(view, inNamespace, name);
        return world.ServiceAccounts.Find(email) is { } account
            && world.Policies.Effective(account.Name).Bindings.Any(binding => binding.Role == Role && binding.Members.Contains(member));
    }

    /// <summary>Lets <paramref name="name"/> be the Google account; as the Google identity of the service account that asks.</summary>
    /// <returns>Why not, or null.</returns>
    public static string? Bind(GoogleWorld world, ClusterView view, string home, string askedBy, string email, string inNamespace, string name)
    {
        if (world.ServiceAccounts.Find(email) is not { } account)
            return $"googleapi: Error 404: Unknown service account {email}, notFound";
        var member = Member(view, inNamespace, name);
        if (world.Policies.Get(account.Name).Bindings.Any(binding => binding.Role == Role && binding.Members.Contains(member))) return null;
        if (IdentityOf(world, view, home, askedBy) is not { } identity)
            return $"service account {home}/{askedBy} has no Google identity: it needs the annotation {Annotation}, and that account must grant {Role} to {Member(view, home, askedBy)}";
        var caller = new Caller($"serviceAccount:{identity}", [Caller.CloudPlatform]);
        if (!world.Access.Allows(caller, "iam.serviceAccounts.setIamPolicy", [account.Name, $"projects/{account.Project}"]))
            return $"googleapi: Error 403: Permission 'iam.serviceAccounts.setIamPolicy' denied on resource {account.Name} for {identity}, forbidden";
        try
        {
            world.Policies.AddMember(account.Name, Role, member);
            return null;
        }
        catch (GoogleException refusal)
        {
            return $"googleapi: Error {refusal.Code}: {refusal.Message}";
        }
    }

    /// <summary>Takes it back.</summary>
    public static void Release(GoogleWorld world, ClusterView view, string email, string inNamespace, string name)
    {
        if (world.ServiceAccounts.Find(email) is { } account) world.Policies.RemoveMember(account.Name, Role, Member(view, inNamespace, name));
    }

    private static string? IdentityOf(GoogleWorld world, ClusterView view, string inNamespace, string name)
    {
        var email = ClusterView.Annotation(view.Get(Kinds.ServiceAccount, inNamespace, name), Annotation);
        return email is not null && IsLetIn(world, view, email, inNamespace, name) ? email : null;
    }
}
