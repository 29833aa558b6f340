using System.Text.Json.Serialization;

namespace LocalCloud.Google.Projects;

/// <summary>A project.</summary>
/// <param name="Id">Project id, 6 to 30 characters.</param>
/// <param name="Number">Project number, as text: twelve digits.</param>
/// <param name="Name">Display name.</param>
/// <param name="CreateTime">When it was created.</param>
/// <param name="BillingAccount"><c>012345-567890-ABCDEF</c>, or null when billing is off.</param>
/// <param name="Organization">Number of the organisation above, or null: a project of its own.</param>
public sealed record Project(string Id, string Number, string Name, DateTimeOffset CreateTime, string? BillingAccount = null, string? Organization = null)
{
    /// <summary>Labels of the project.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Organisation policy constraints in force, such as <c>constraints/iam.disableServiceAccountKeyCreation</c>.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>Quotas that differ from the defaults: region, then metric (<c>CPUS</c>), then limit.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Quotas { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, double>>();

    /// <summary>Lifecycle: <c>ACTIVE</c> or <c>DELETE_REQUESTED</c>.</summary>
    public string State { get; init; } = "ACTIVE";

    /// <summary>Name of the resource in policies: <c>projects/{Id}</c>.</summary>
    [JsonIgnore]
    public string Resource => $"projects/{Id}";

    /// <summary>False for the stand-in of a project that does not exist.</summary>
    [JsonIgnore]
    public bool Exists => Number.Length > 0;

    /// <summary>E-mail of the Compute Engine default service account.</summary>
    [JsonIgnore]
    public string DefaultComputeAccount => $"{Number}-compute@developer.gserviceaccount.com";

    internal static Project Unknown { get; } = Missing("");

    internal static Project Missing(string id) => new(id, "", "", default);
}
