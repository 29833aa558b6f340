using LocalCloud.Google.Compute;
using LocalCloud.Google.ConfigController;
using LocalCloud.Google.Container;
using LocalCloud.Google.Endpoints;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Iap;
using LocalCloud.Google.Operations;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Services;
using LocalCloud.Google.Sql;
using LocalCloud.Google.Storage;
using LocalCloud.Google.Tokens;
using LocalCloud.Kube;
using LocalCloud.State;

namespace LocalCloud.Google;

/// <summary>
/// Everything there is on the Google side, and what may be done with it. The HTTP APIs are a thin layer above; controllers
/// and tests in the same process call it directly.
/// </summary>
public sealed class GoogleWorld : IAsyncDisposable
{
    private readonly WorldContext _context;
    private readonly PolicyRules _rules;

    /// <param name="options">How it behaves.</param>
    /// <param name="time">The simulated clock.</param>
    /// <param name="journal">Where state is kept.</param>
    /// <param name="clusterHost">Runs the Kubernetes API servers of the clusters.</param>
    public GoogleWorld(GoogleOptions options, TimeProvider time, IJournal journal, IClusterHost clusterHost)
    {
        _context = new WorldContext(options, time, journal, clusterHost);
        var signingKeys = new SigningKeys(_context);
        Work = new WorkBook(_context);
        Projects = new ProjectRegistry(_context);
        Policies = new PolicyStore(_context);
        Roles = new RoleBook(_context);
        Access = new AccessControl(_context, Policies, Roles);
        ServiceAccounts = new ServiceAccounts(_context, this);
        Keys = new ServiceAccountKeys(_context, this);
        Services = new ServiceActivation(_context, this, Work);
        Clusters = new Clusters(_context, this);
        Quotas = new QuotaBook(this);
        Addresses = new Addresses(_context, Work);
        BackendServices = new BackendServices(_context, this);
        Buckets = new Buckets(_context, this);
        IapSettings = new IapSettingsStore(_context);
        SqlInstances = new SqlInstances(_context, Work);
        ConfigControllers = new ConfigControllers(_context, this, Work);
        ManagedServices = new ManagedServices(_context, Work);
        Names = new PublicNames(_context, ManagedServices);
        Tokens = new TokenMint(_context);
        Exchange = new TokenExchange(_context, Tokens, signingKeys);
        OAuth = new OAuthTokens(_context, this, signingKeys);
        GitHub = new GitHubTokens(_context, signingKeys);
        _rules = new PolicyRules(this);
        PolicyMethods = new PolicyMethods(Policies, _rules);
    }

    public GoogleOptions Options => _context.Options;

    /// <summary>The simulated time.</summary>
    public DateTimeOffset Now => _context.Now;

    /// <summary>The simulated clock.</summary>
    public TimeProvider Time => _context.Time;

    public ProjectRegistry Projects { get; }
    public PolicyStore Policies { get; }
    public RoleBook Roles { get; }
    public AccessControl Access { get; }
    public ServiceAccounts ServiceAccounts { get; }
    public ServiceAccountKeys Keys { get; }
    public ServiceActivation Services { get; }
    public Clusters Clusters { get; }
    public QuotaBook Quotas { get; }
    public Addresses Addresses { get; }
    public BackendServices BackendServices { get; }
    public Buckets Buckets { get; }
    public IapSettingsStore IapSettings { get; }
    public SqlInstances SqlInstances { get; }
    public ConfigControllers ConfigControllers { get; }
    public ManagedServices ManagedServices { get; }
    public PublicNames Names { get; }
    public TokenMint Tokens { get; }
    public TokenExchange Exchange { get; }
    public OAuthTokens OAuth { get; }
    public GitHubTokens GitHub { get; }

    internal PolicyMethods PolicyMethods { get; }

    internal WorkBook Work { get; }

    /// <summary>Reads the journal back: clusters run again, unfinished operations go on.</summary>
    /// <returns>False when there was nothing: a new cloud, which a scenario may fill.</returns>
    public async Task<bool> StartAsync(CancellationToken cancellation)
    {
        _context.Load();
        Work.Resume();
        await Clusters.ResumeAsync(cancellation);
        return Projects.All.Any();
    }

    /// <summary>
    /// Gives a member a role on a resource, with the checks a client's write goes through: an account or an identity pool that
    /// does not exist yet is refused.
    /// </summary>
    /// <param name="resource">Name of the policy: <c>projects/P</c>, <c>projects/P/serviceAccounts/E</c>, <c>buckets/B</c>, <c>services/S</c>.</param>
    /// <exception cref="GoogleException">400, with the words of the real service.</exception>
    public Policy Grant(string resource, string role, string member, Condition? condition = null)
    {
        _rules.CheckBinding(new Binding(role, [member], condition), isProject: resource.Count(letter => letter == '/') == 1 && resource.StartsWith("projects/", StringComparison.Ordinal));
        return Policies.AddMember(resource, role, member, condition);
    }

    /// <summary>From now on changes are noticed as late as this; what was there before has been noticed everywhere.</summary>
    public void BecomeConsistent(GoogleConsistency consistency)
    {
        _context.KnownUntil = _context.Now.AddTicks(1);
        Options.Consistency = consistency;
    }

    /// <summary>Does everything that is due by the simulated clock. Every HTTP request does so first.</summary>
    public Task SettleAsync(CancellationToken cancellation) => _context.Agenda.SettleAsync(cancellation);

    /// <summary>Returns when everything changed so far is kept.</summary>
    public ValueTask FlushAsync(CancellationToken cancellation) => _context.Journal.FlushAsync(cancellation);

    public ValueTask DisposeAsync() => _context.Agenda.DisposeAsync();
}
