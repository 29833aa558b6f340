using LocalCloud.Google.Iam;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Tokens;

namespace LocalCloud.Scenarios;

/// <summary>A project and what is in it.</summary>
/// <param name="Project">The project itself.</param>
public sealed record ProjectScenario(Project Project)
{
    /// <summary>Services that are switched on, besides those every project has.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    public IReadOnlyList<Binding> Policy { get; init; } = [];

    /// <summary>Custom roles and their permissions.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Roles { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public IReadOnlyList<AccountScenario> ServiceAccounts { get; init; } = [];

    public IReadOnlyList<IdentityProvider> IdentityProviders { get; init; } = [];

    public IReadOnlyList<ClusterScenario> Clusters { get; init; } = [];

    public IReadOnlyList<ConfigControllerScenario> ConfigControllers { get; init; } = [];

    /// <summary>Names of global addresses.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    public IReadOnlyList<BackendServiceScenario> BackendServices { get; init; } = [];

    /// <summary>Names of buckets and their locations.</summary>
    public IReadOnlyDictionary<string, string> Buckets { get; init; } = new Dictionary<string, string>();
}
