namespace KfPipelineTasks.Gcp.Credentials;

/// <summary>Where access tokens come from. Asked before every request, so it caches what it may cache.</summary>
public interface ITokenSource
{
    /// <summary>What kind of credential this is, for people; never a secret: <c>key of deployer@p.iam.gserviceaccount.com</c>.</summary>
    string Description { get; }

    /// <summary>False when the token cannot be exchanged for a later one: the run must end before it does.</summary>
    bool IsRenewable => true;

    /// <summary>A token that is valid now.</summary>
    /// <param name="renew">The last one was refused: fetch another one, if that is possible.</param>
    /// <exception cref="Door.GcpException">No token can be had.</exception>
    Task<AccessToken> GetAsync(bool renew, CancellationToken cancellation);
}
