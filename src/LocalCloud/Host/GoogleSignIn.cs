using LocalCloud.Google;
using LocalCloud.Kube;
using LocalCloud.Kube.Auth;

namespace LocalCloud.Host;

/// <summary>Lets Google access tokens into a cluster, with the rights that the project's IAM policy gives.</summary>
internal static class GoogleSignIn
{
    /// <summary>The user behind a Google token, or null when it is none.</summary>
    public static UserInfo? Recognise(GoogleWorld world, ClusterKey cluster, string token)
    {
        if (world.Tokens.Resolve(token) is not { } caller) return null;
        string[] resources = [$"projects/{cluster.Project}"];
        var groups = new List<string> { UserInfo.Authenticated };
        if (world.Access.Allows(caller, "container.clusterRoleBindings.create", resources)) groups.Add(UserInfo.Masters);
        else if (world.Access.Allows(caller, "container.pods.create", resources)) groups.Add(BasicObjects.DeveloperGroup);
        else if (world.Access.Allows(caller, "container.pods.get", resources)) groups.Add(BasicObjects.ViewerGroup);
        return new UserInfo(caller.Email, groups);
    }
}
