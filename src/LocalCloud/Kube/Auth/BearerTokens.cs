using System.Collections.Immutable;
using System.Security.Cryptography;

namespace LocalCloud.Kube.Auth;

/// <summary>
/// Finds the user behind a bearer token: the cluster's own administrator token, tokens of service accounts, and whatever
/// else was plugged in (such as Google access tokens).
/// </summary>
public sealed class BearerTokens
{
    private ImmutableList<Func<string, UserInfo?>> _others = [];

    internal BearerTokens(string adminToken) => AdminToken = adminToken;

    /// <summary>A token that may do everything; it goes into kubeconfig files.</summary>
    public string AdminToken { get; }

    /// <summary>Adds a way to recognise tokens: it answers null for those that are not its own.</summary>
    public void Add(Func<string, UserInfo?> recognise) => ImmutableInterlocked.Update(ref _others, static (list, added) => list.Add(added), recognise);

    internal UserInfo? Find(string token)
    {
        if (token == AdminToken) return new UserInfo("kubernetes-admin", [UserInfo.Masters, UserInfo.Authenticated]);
        foreach (var recognise in _others)
            if (recognise(token) is { } user) return user;
        return null;
    }

    internal static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
