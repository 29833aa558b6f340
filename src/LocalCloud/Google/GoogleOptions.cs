using LocalCloud.Faults;

namespace LocalCloud.Google;

/// <summary>How the Google side behaves.</summary>
public sealed record GoogleOptions
{
    /// <summary>Where this server is reached, without a path: <c>http://127.0.0.1:8600</c>. Keys that a scenario creates carry it as their token address.</summary>
    public string BaseAddress { get; set; } = "http://127.0.0.1:8600";

    /// <summary>Access tokens that are always valid, and who they stand for: <c>user:…</c> or <c>serviceAccount:…</c>.</summary>
    public IReadOnlyDictionary<string, string> StaticTokens { get; init; } = new Dictionary<string, string> { [RehearsalToken] = RehearsalMember };

    /// <summary>How long things take, in simulated time.</summary>
    public GoogleDurations Durations { get; set; } = new();

    /// <summary>How late the cloud notices its own changes, in simulated time.</summary>
    public GoogleConsistency Consistency { get; set; } = new();

    /// <summary>
    /// The clock of credentials. Clients measure a token's life and sign their JWTs by the real time, whatever the
    /// simulated clock says; so this one is not sped up. Tests may hand in their own.
    /// </summary>
    public TimeProvider CredentialClock { get; init; } = TimeProvider.System;

    /// <summary>Life of an access token. Default: one hour, as the real ones.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What goes wrong on purpose.</summary>
    public FaultBook Faults { get; init; } = new();

    /// <summary>The token of a rehearsal; it is no secret.</summary>
    public const string RehearsalToken = "ya29.local-rehearsal";

    /// <summary>Who <see cref="RehearsalToken"/> stands for.</summary>
    public const string RehearsalMember = "user:owner@example.com";
}
