namespace LocalCloud.Google.Tokens;

/// <summary>The secret that seals access tokens, so that a token needs no list to be known by.</summary>
internal sealed record TokenSeal(byte[] Key);
