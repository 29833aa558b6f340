namespace LocalCloud.Google.Tokens;

/// <summary>A refresh token of a user's credentials file (<c>authorized_user</c>), set by a scenario.</summary>
internal sealed record RefreshToken(string Token, string Email);
