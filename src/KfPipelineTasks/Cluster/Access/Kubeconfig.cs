using System.Text;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Access;

/// <summary>
/// One or several kubeconfig files, merged by the rules of client-go: of two entries with one name the first file wins, the
/// first <c>current-context</c> counts, and relative paths belong to the file they stand in.
/// </summary>
public sealed class Kubeconfig
{
    private readonly Dictionary<string, KubeconfigEntry> _clusters = [];
    private readonly Dictionary<string, KubeconfigEntry> _users = [];
    private readonly Dictionary<string, KubeconfigEntry> _contexts = [];
    private readonly TimeProvider _time;
    private IReadOnlyCollection<string> _withheld = [];

    private Kubeconfig(TimeProvider time) => _time = time;

    /// <summary>The context used when none is named; null when no file names one.</summary>
    public string? CurrentContext { get; private set; }

    /// <summary>Names of all contexts.</summary>
    public IReadOnlyCollection<string> Contexts => _contexts.Keys;

    /// <summary>Reads and merges files.</summary>
    /// <param name="files">Paths in order of precedence; all must exist.</param>
    /// <param name="readYaml">Turns YAML text into JSON; its second argument is the path, for messages.</param>
    /// <param name="withheld">Variables of the environment that credential plugins must not see.</param>
    /// <exception cref="UsageException">A file cannot be read.</exception>
    public static Kubeconfig Read(IEnumerable<string> files, Func<string, string, JsonElement> readYaml, TimeProvider time, IReadOnlyCollection<string>? withheld = null)
    {
        var merged = new Kubeconfig(time) { _withheld = withheld ?? [] };
        foreach (var file in files) merged.Add(Path.GetFullPath(file), readYaml);
        return merged;
    }

    /// <summary>
    /// The files that count: an explicit one, else the list in <c>KUBECONFIG</c> (missing ones are skipped), else
    /// <c>~/.kube/config</c>. Empty when there is none.
    /// </summary>
    /// <exception cref="UsageException">The explicit file does not exist.</exception>
    public static IReadOnlyList<string> Files(string? explicitPath, Func<string, string?> environment)
    {
        if (!string.IsNullOrEmpty(explicitPath))
        {
            return File.Exists(explicitPath)
                ? [explicitPath]
                : throw new UsageException($"Kubeconfig {explicitPath} does not exist.", "Name an existing file, or leave it out to use KUBECONFIG or ~/.kube/config.");
        }

        var listed = environment("KUBECONFIG");
        if (!string.IsNullOrEmpty(listed))
            return listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().Where(File.Exists).ToList();
        var home = environment("HOME") ?? environment("USERPROFILE");
        var usual = string.IsNullOrEmpty(home) ? null : Path.Combine(home, ".kube", "config");
        return usual is not null && File.Exists(usual) ? [usual] : [];
    }

    /// <summary>How to reach the cluster of a context.</summary>
    /// <param name="context">Name of the context; null for the current one.</param>
    /// <exception cref="UsageException">The context, its cluster or its user is missing or cannot be used.</exception>
    public ClusterAccess Access(string? context = null)
    {
        var name = context ?? CurrentContext
            ?? throw new UsageException("The kubeconfig names no current context.", $"Name one with --context: {List(_contexts.Keys)}.");
        var chosen = Find(_contexts, name, "context");
        var cluster = Find(_clusters, chosen.Value.Text("cluster") ?? throw new UsageException($"Context '{name}' of {chosen.File} names no cluster."), "cluster");
        var user = chosen.Value.Text("user") is { } userName ? Find(_users, userName, "user") : null;
        var server = cluster.Value.Text("server") ?? throw new UsageException($"Cluster '{cluster.Name}' of {cluster.File} names no server.");
        return new ClusterAccess(name, Address(server, $"Cluster '{cluster.Name}' of {cluster.File}", "server", "https", "http"))
        {
            CertificateAuthority = cluster.PemOf("certificate-authority"),
            Insecure = cluster.Value.Flag("insecure-skip-tls-verify"),
            TlsServerName = cluster.Value.Text("tls-server-name"),
            Proxy = cluster.Value.Text("proxy-url") is { } proxy ? Address(proxy, $"Cluster '{cluster.Name}' of {cluster.File}", "proxy-url", "http", "https", "socks5") : null,
            Credentials = user is null ? FixedCredential.None : CredentialsOf(user, cluster),
            Namespace = chosen.Value.Text("namespace"),
            Headers = user is null ? [] : Impersonation(user.Value),
        };
    }

    private void Add(string file, Func<string, string, JsonElement> readYaml)
    {
        JsonElement root;
        try
        {
            root = readYaml(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Kubeconfig {file} cannot be read: {e.Message}", "Check the path and the permissions of the file.", e);
        }

        // An empty file is an empty kubeconfig.
        if (root.ValueKind != JsonValueKind.Object) return;
        Collect(root, "clusters", "cluster", _clusters, file);
        Collect(root, "users", "user", _users, file);
        Collect(root, "contexts", "context", _contexts, file);
        CurrentContext ??= root.Text("current-context");
    }

    private static void Collect(JsonElement root, string list, string noun, Dictionary<string, KubeconfigEntry> into, string file)
    {
        foreach (var item in root.Items(list))
        {
            if (item.Text("name") is { } name) into.TryAdd(name, new KubeconfigEntry(name, item.At(noun) ?? Json.EmptyObject, file));
        }
    }

    private static KubeconfigEntry Find(Dictionary<string, KubeconfigEntry> among, string name, string noun) =>
        among.TryGetValue(name, out var found)
            ? found
            : throw new UsageException($"The kubeconfig has no {noun} '{name}'.{Nearest.Hint(name, among.Keys)}", $"It has: {List(among.Keys)}.");

    private ICredentialSource CredentialsOf(KubeconfigEntry user, KubeconfigEntry cluster)
    {
        if (user.Value.At("auth-provider") is { } provider)
        {
            throw new UsageException($"User '{user.Name}' of {user.File} uses the auth provider '{provider.Text("name")}', which Kubernetes removed in 1.26.",
                "Write the entry again; for GKE: gcloud container clusters get-credentials (it uses gke-gcloud-auth-plugin).");
        }

        var certificate = user.PemOf("client-certificate") is { } pem
            ? Certificates.Client(pem, user.PemOf("client-key") ?? throw new UsageException($"User '{user.Name}' of {user.File} has a client certificate without its key."), $"user '{user.Name}' of {user.File}")
            : null;
        // The order of client-go: a token given in place wins over the file, both over the plugin.
        if (user.Value.Text("token") is { } token) return new FixedCredential(new Credential(new Secret(token), Certificate: certificate));
        if (user.Value.Text("tokenFile") is { } file) return new TokenFile(user.Resolve(file), _time);
        if (user.Value.At("exec") is { } exec) return Plugin(user, exec, cluster);
        if (user.Value.Text("username") is { } who)
        {
            var pair = $"{who}:{user.Value.Text("password")}";
            return new FixedCredential(new Credential(new Secret(Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))), "Basic", certificate));
        }

        return new FixedCredential(new Credential((Secret?)null, Certificate: certificate));
    }

    private ExecPlugin Plugin(KubeconfigEntry user, JsonElement exec, KubeconfigEntry cluster)
    {
        var command = exec.Text("command") ?? throw new UsageException($"User '{user.Name}' of {user.File} has a credential plugin without a command.");
        return new ExecPlugin(
            new ExecSettings(user.Name, command.Contains(Path.DirectorySeparatorChar) ? user.Resolve(command) : command, exec.Text("apiVersion") ?? "client.authentication.k8s.io/v1alpha1")
            {
                Arguments = exec.Items("args").Select(a => a.ToString()).ToList(),
                Environment = exec.Items("env").Where(e => e.Text("name") is not null).Select(e => KeyValuePair.Create(e.Text("name")!, e.Text("value") ?? "")).ToList(),
                Withheld = _withheld,
                InstallHint = exec.Text("installHint")?.Trim(),
                InteractiveMode = exec.Text("interactiveMode"),
                Cluster = exec.Flag("provideClusterInfo") ? ClusterInfo(cluster) : null,
            },
            _time);
    }

    private static JsonElement ClusterInfo(KubeconfigEntry cluster) => Json.Parse(Json.Bytes(w =>
    {
        w.WriteStartObject();
        w.WriteString("server", cluster.Value.Text("server"));
        if (cluster.Value.Text("tls-server-name") is { } name) w.WriteString("tls-server-name", name);
        if (cluster.Value.Flag("insecure-skip-tls-verify")) w.WriteBoolean("insecure-skip-tls-verify", true);
        if (cluster.PemOf("certificate-authority") is { } ca) w.WriteBase64String("certificate-authority-data", Encoding.UTF8.GetBytes(ca));
        if (cluster.Value.Text("proxy-url") is { } proxy) w.WriteString("proxy-url", proxy);
        foreach (var extension in cluster.Value.Items("extensions").Where(e => e.Text("name") == "client.authentication.k8s.io/exec"))
        {
            if (extension.At("extension") is not { } config) continue;
            w.WritePropertyName("config");
            config.WriteTo(w);
        }

        w.WriteEndObject();
    }).Span);

    private static List<KeyValuePair<string, string>> Impersonation(JsonElement user)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (user.Text("as") is { } name) headers.Add(new("Impersonate-User", name));
        if (user.Text("as-uid") is { } uid) headers.Add(new("Impersonate-Uid", uid));
        headers.AddRange(user.Items("as-groups").Select(g => new KeyValuePair<string, string>("Impersonate-Group", g.ToString())));
        headers.AddRange(from extra in user.Properties("as-user-extra")
                         from value in extra.Value.EnumerateArray()
                         select new KeyValuePair<string, string>($"Impersonate-Extra-{Uri.EscapeDataString(extra.Name)}", value.ToString()));
        return headers;
    }

    private static Uri Address(string text, string whose, string field, params string[] schemes) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme)
            ? address
            : throw new UsageException($"{whose} has {field} '{text}', which is not an address.", $"Write it as {schemes[0]}://HOST[:PORT].");

    private static string List(IReadOnlyCollection<string> names) => names.Count == 0 ? "nothing" : string.Join(", ", names.Order(StringComparer.Ordinal));
}
