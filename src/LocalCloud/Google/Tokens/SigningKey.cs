namespace LocalCloud.Google.Tokens;

/// <summary>A key this cloud signs with, kept so that tokens outlive a restart.</summary>
internal sealed record SigningKey(string Id, string Pkcs8);
