namespace LocalCloud.Google.Endpoints;

/// <summary>A record that somebody made in the public name system.</summary>
/// <param name="Name">Host name.</param>
/// <param name="Address">IPv4 address it leads to; empty: the name does not exist.</param>
public sealed record NameRecord(string Name, string Address);
