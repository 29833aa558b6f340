namespace LocalCloud.Kube.Auth;

/// <summary>Who asks.</summary>
/// <param name="Name">User name, such as <c>system:serviceaccount:kf:default</c> or an e-mail address.</param>
/// <param name="Groups">Groups; <c>system:masters</c> may do everything.</param>
/// <param name="Uid">Uid of a service account; empty otherwise.</param>
public sealed record UserInfo(string Name, IReadOnlyList<string> Groups, string Uid = "")
{
    public const string Masters = "system:masters";
    public const string Authenticated = "system:authenticated";

    public static UserInfo Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);

    /// <summary>The controllers inside the server.</summary>
    public static UserInfo System { get; } = new("system:kube-controller-manager", [Masters, Authenticated]);

    public bool IsMaster => Groups.Contains(Masters);
}
