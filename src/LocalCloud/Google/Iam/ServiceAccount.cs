using System.Text.Json.Serialization;

namespace LocalCloud.Google.Iam;

/// <summary>A service account.</summary>
/// <param name="Email"><c>{accountId}@{project}.iam.gserviceaccount.com</c>, or the address of a Google-managed account.</param>
/// <param name="Project">Id of the project it lives in.</param>
/// <param name="UniqueId">21 digits; a new one after delete and create.</param>
/// <param name="CreateTime">When it was created.</param>
public sealed record ServiceAccount(string Email, string Project, string UniqueId, DateTimeOffset CreateTime)
{
    public string? DisplayName { get; init; }
    public string? Description { get; init; }
    public bool Disabled { get; init; }
    public string Etag { get; init; } = "";

    /// <summary>Resource name, also the name of its policy.</summary>
    [JsonIgnore]
    public string Name => $"projects/{Project}/serviceAccounts/{Email}";

    /// <summary>As in policies.</summary>
    [JsonIgnore]
    public string Member => $"serviceAccount:{Email}";
}
