namespace LocalCloud.Google.Tokens;

/// <summary>What an access token carries inside.</summary>
internal sealed record TokenContent(string Member, IReadOnlyList<string> Scopes, IReadOnlyList<string> Also, long Expires, string Nonce);
