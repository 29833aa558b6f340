namespace LocalCloud.Google.Sql;

/// <summary>A user of an instance.</summary>
/// <param name="Name">Name.</param>
/// <param name="Host">Host it may come from (MySQL); <c>%</c> is any.</param>
/// <param name="HasPassword">False for a user who needs none, which is worth knowing.</param>
public sealed record SqlUser(string Name, string Host, bool HasPassword);
