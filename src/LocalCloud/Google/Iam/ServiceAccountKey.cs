namespace LocalCloud.Google.Iam;

/// <summary>A key of a service account. The private part is handed out once and not kept.</summary>
/// <param name="Id">40 hexadecimal digits.</param>
/// <param name="Account">E-mail of its account.</param>
/// <param name="PublicKey">Subject public key info (DER), base64.</param>
/// <param name="CreateTime">When it was created.</param>
public sealed record ServiceAccountKey(string Id, string Account, string PublicKey, DateTimeOffset CreateTime)
{
    public bool Disabled { get; init; }
}
