namespace LocalCloud.Google.Services;

/// <summary>A service of a project that was switched on or off at some time.</summary>
internal sealed record ServiceState(string Project, string Name, bool Enabled, DateTimeOffset ChangedAt);
