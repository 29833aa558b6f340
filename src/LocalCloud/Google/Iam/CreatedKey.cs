namespace LocalCloud.Google.Iam;

/// <summary>A key just created, with the credentials file that nobody can get a second time.</summary>
/// <param name="Key">What is kept.</param>
/// <param name="CredentialsFile">JSON of type <c>service_account</c>.</param>
public sealed record CreatedKey(ServiceAccountKey Key, string CredentialsFile);
