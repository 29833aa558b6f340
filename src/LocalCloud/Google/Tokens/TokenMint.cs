using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Tokens;

/// <summary>Issues access tokens and tells who a token stands for. Tokens outlive a restart with kept state.</summary>
public sealed class TokenMint
{
    private const string Prefix = "ya29.lc.";
    private const int SealLength = 32;

    private readonly WorldContext _context;
    private readonly Table<TokenSeal> _seals;

    internal TokenMint(WorldContext context)
    {
        _context = context;
        _seals = context.Table<TokenSeal>("tokenSeals");
    }

    /// <summary>Issues a token.</summary>
    /// <param name="member">Who it stands for: <c>serviceAccount:…</c>, <c>user:…</c>, <c>principal://…</c>.</param>
    /// <param name="scopes">Scopes; none means the whole cloud.</param>
    /// <param name="lifetime">Life by the clock of credentials; null: the usual hour.</param>
    /// <param name="alsoKnownAs">Principal sets it counts as.</param>
    public string Issue(string member, IReadOnlyList<string>? scopes = null, TimeSpan? lifetime = null, IReadOnlyList<string>? alsoKnownAs = null)
    {
        var expires = _context.Options.CredentialClock.GetUtcNow() + (lifetime ?? _context.Options.TokenLifetime);
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new TokenContent(member, scopes is { Count: > 0 } ? scopes : [Caller.CloudPlatform], alsoKnownAs ?? [], expires.ToUnixTimeSeconds(), Ids.Hex(8)));
        return Prefix + Base64Url.EncodeToString([.. HMACSHA256.HashData(Seal(), content), .. content]);
    }

    /// <summary>Who a token stands for; null when it is unknown, forged or over.</summary>
    public Caller? Resolve(string token)
    {
        if (_context.Options.StaticTokens.TryGetValue(token, out var member)) return new Caller(member, [Caller.CloudPlatform]);
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(token.AsSpan(Prefix.Length))) return null;
        var bytes = Base64Url.DecodeFromChars(token.AsSpan(Prefix.Length));
        if (bytes.Length <= SealLength || !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Seal(), bytes.AsSpan(SealLength)), bytes.AsSpan(0, SealLength))) return null;

        var content = JsonSerializer.Deserialize<TokenContent>(bytes.AsSpan(SealLength))!;
        var expires = DateTimeOffset.FromUnixTimeSeconds(content.Expires);
        return expires <= _context.Options.CredentialClock.GetUtcNow() ? null : new Caller(content.Member, content.Scopes, expires) { AlsoKnownAs = content.Also };
    }

    private byte[] Seal()
    {
        lock (_context.Gate)
        {
            if (_seals.Find("access") is { } kept) return kept.Key;
            var made = new TokenSeal(RandomNumberGenerator.GetBytes(32));
            _seals.Put("access", made);
            return made.Key;
        }
    }
}
