using System.Collections.Concurrent;
using System.Globalization;
using LocalCloud.Kube.Admission;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Auth;
using LocalCloud.Kube.BuiltIn;
using LocalCloud.Kube.Custom;
using LocalCloud.Kube.Store;
using LocalCloud.State;

namespace LocalCloud.Kube;

/// <summary>
/// One cluster: its objects and the rules of its API, without HTTP. Controllers work on it in-process through
/// <see cref="Client"/>, which takes the same way as a request: defaults, admission, validation, field ownership.
/// <code>
/// var pods = cluster.Client.List("pods", "kubeflow");
/// cluster.Client.Patch("deployments.apps", "kf", "web", live => { live["status"] = …; }, subresource: "status");
/// using var watch = cluster.Client.Watch("deployments.apps");       // what is there, then events in order
/// await foreach (var change in watch.Events.ReadAllAsync(stop)) …
/// </code>
/// Time comes from <see cref="Time"/>; hooks into writes go into <see cref="Admission"/>; text for <c>kubectl logs</c> into <see cref="Logs"/>.
/// </summary>
public sealed class KubeCluster : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ResourceInfo, IKindRules> _rules = new();
    private readonly DefinitionController _definitions;
    private readonly CancellationTokenSource _stopping = new();

    /// <param name="key">Which cluster this is.</param>
    /// <param name="time">The clock for every time stamp and delay.</param>
    /// <param name="journal">Keeps objects over a restart; null keeps them in memory only.</param>
    /// <param name="establishDelay">How long after its creation a custom resource definition becomes served.</param>
    public KubeCluster(ClusterKey key, TimeProvider time, IJournal? journal = null, TimeSpan? establishDelay = null)
    {
        Key = key;
        Time = time;
        EstablishDelay = establishDelay ?? TimeSpan.Zero;
        var secrets = ClusterSecrets.LoadOrCreate(journal, SecretsKey(key), time);
        Secrets = secrets;
        Store = new ObjectStore(journal, $"kube/{key.Project}/{key.Location}/{key.Name}/");
        Catalog = new ResourceCatalog();
        Namespaces = new NamespaceGate(Store);
        Addresses = new ServiceAddresses(Store);
        Writer = new ObjectWriter(this);
        Deleter = new ObjectDeleter(this);
        Reader = new ObjectReader(this);
        Tokens = new BearerTokens(secrets.AdminToken);
        AccountTokens = new ServiceAccountTokens(secrets.SigningKey, Store, time);
        Tokens.Add(token => AccountTokens.Check(token, [])?.User);
        Authorizer = new Authorizer(Store);
        Client = new KubeClient(this);
        _definitions = new DefinitionController(this);
        Admission.Add(new PodAdmission(Store));
        Admission.Add(new ClaimAdmission(Store));
        Admission.Add(new WebhookAdmission(this));
        BasicObjects.Ensure(this);
        _definitions.Start();
    }

    internal static string SecretsKey(ClusterKey key) => $"kube-secrets/{key.Project}/{key.Location}/{key.Name}";

    public ClusterKey Key { get; }

    public TimeProvider Time { get; }

    /// <summary>In-process access to the objects.</summary>
    public KubeClient Client { get; }

    /// <summary>What the cluster serves.</summary>
    public ResourceCatalog Catalog { get; }

    /// <summary>Hooks in the way of every write.</summary>
    public AdmissionChain Admission { get; } = new();

    public BearerTokens Tokens { get; }

    /// <summary>Tokens of service accounts.</summary>
    public ServiceAccountTokens AccountTokens { get; }

    /// <summary>Simulated backends behind Services.</summary>
    public Proxies Proxies { get; } = new();

    /// <summary>Simulated programs in Pods.</summary>
    public PodPorts Ports { get; } = new();

    /// <summary>Exceptions that a request met and should not have: each is a mistake of this server.</summary>
    internal ConcurrentQueue<string> Mistakes { get; } = new();

    internal Authorizer Authorizer { get; }

    /// <summary>What <c>kubectl logs</c> answers.</summary>
    public PodLogs Logs { get; } = new();

    /// <summary>Ends when the cluster is stopped.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    internal TimeSpan EstablishDelay { get; }

    internal ClusterSecrets Secrets { get; }

    internal ObjectStore Store { get; }

    internal ObjectReader Reader { get; }

    internal ObjectWriter Writer { get; }

    internal ObjectDeleter Deleter { get; }

    internal NamespaceGate Namespaces { get; }

    internal ServiceAddresses Addresses { get; }

    /// <summary>The time now, as objects write it.</summary>
    public string Now => TimeText(Time.GetUtcNow());

    /// <summary>A time as objects write it: whole seconds, UTC.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal IKindRules RulesFor(ResourceInfo resource) => _rules.GetOrAdd(resource, static (info, cluster) =>
        info.Custom is null ? new BuiltInRules(info, cluster) : new CustomRules(info), this);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _definitions.DisposeAsync();
        await Ports.DisposeAsync();
        Store.DropWatches();
    }
}
