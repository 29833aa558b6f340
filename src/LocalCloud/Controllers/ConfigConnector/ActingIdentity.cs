using LocalCloud.Controllers.Kubeflow;
using LocalCloud.Google;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.ConfigConnector;

/// <summary>Who Config Connector is on the Google side when it works on the objects of a namespace.</summary>
internal sealed class ActingIdentity(ClusterView view, GoogleWorld world)
{
    /// <summary>Whether somebody works on the namespace: a healthy context with a running controller, or one for the whole cluster.</summary>
    /// <returns>False and no reason: nobody does. False and a reason: not yet.</returns>
    public bool IsManaged(string inNamespace, out bool isComing)
    {
        isComing = false;
        if (ClusterWide() is not null) return true;
        if (Connector.ContextOf(view, inNamespace) is not { } context || ClusterView.IsBeingDeleted(context)) return false;
        isComing = true;
        return Json.Flag(context, "status", "healthy") is true
            && Json.Number(view.Get(Kinds.StatefulSet, Connector.System, Connector.ControllerName(inNamespace)), "status", "readyReplicas") > 0;
    }

    /// <summary>The identity.</summary>
    /// <exception cref="GoogleException">403: it does not exist, or does not let Config Connector be it.</exception>
    public Caller For(string inNamespace)
    {
        var email = ClusterWide() ?? Json.Text(Connector.ContextOf(view, inNamespace), "spec", "googleServiceAccount") ?? "";
        var account = ClusterWide() is null ? Connector.ControllerAccount(inNamespace) : "cnrm-controller-manager";
        // An agent of Google's is itself, without anybody's leave.
        var isAgent = email.Contains("@gcp-sa-", StringComparison.Ordinal);
        if (!isAgent && !WorkloadIdentity.IsLetIn(world, view, email, Connector.System, account))
        {
            throw GoogleException.PermissionDenied(
                $"Unable to generate access token; IAM returned 403 Forbidden: Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist). "
                + $"This error could be caused by a missing IAM policy binding on the target IAM service account: {email} must grant roles/iam.workloadIdentityUser to {WorkloadIdentity.Member(view, Connector.System, account)}.");
        }

        return new Caller($"serviceAccount:{email}", [Caller.CloudPlatform]);
    }

    private string? ClusterWide()
    {
        var config = view.Get(Connector.Config, "", Connector.ConnectorName);
        return Json.Text(config, "spec", "mode") is "cluster" or null ? Json.Text(config, "spec", "googleServiceAccount") : null;
    }
}
