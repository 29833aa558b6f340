namespace LocalCloud.Google;

/// <summary>How late the cloud notices its own changes, in simulated time. Default: at once.</summary>
public sealed record GoogleConsistency
{
    /// <summary>A new service account answers 404, and bindings that name it 400, for this long.</summary>
    public TimeSpan ServiceAccount { get; init; }

    /// <summary>In the second half of that time every other look finds the account already.</summary>
    public bool Flapping { get; init; }

    /// <summary>A new key's signature is refused (<c>Invalid JWT Signature.</c>) for this long.</summary>
    public TimeSpan Key { get; init; }

    /// <summary>A service just enabled still answers <c>SERVICE_DISABLED</c> for this long.</summary>
    public TimeSpan Service { get; init; }

    /// <summary>A changed policy takes effect after this long; reading it shows the change at once.</summary>
    public TimeSpan Grant { get; init; }
}
