using System.Text;
using System.Text.Json;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Importing;

/// <summary>
/// An installation as kfctl described it: a list of applications, each a folder of a repository. kfctl is no longer kept; what the file says of the
/// installation is carried over into settings, and what cannot be is named.
/// </summary>
public sealed class KfDef
{
    private const long MostBytes = 1_000_000;
    private const string Group = "kfdef.apps.kubeflow.org/";

    private readonly JsonElement _google;

    private KfDef(string name, IReadOnlyList<KfDefApplication> applications, JsonElement google)
    {
        (Name, Applications, _google) = (name, applications, google);
        var wanted = applications.SelectMany(a => a.Components).Concat(KfDefSuccessors.Base).Concat(IsOnGoogleCloud ? KfDefSuccessors.OfGoogleCloud : []).ToHashSet(StringComparer.Ordinal);
        Components = [.. KfDefSuccessors.Order.Where(wanted.Contains)];
    }

    /// <summary>What the installation was called.</summary>
    public string Name { get; }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<KfDefApplication> Applications { get; }

    /// <summary>What is to be installed, in the order of the distribution.</summary>
    public IReadOnlyList<string> Components { get; }

    private bool IsOnGoogleCloud => _google.ValueKind == JsonValueKind.Object;

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">It is not there, not YAML, or no KfDef.</exception>
    public static KfDef Read(string file)
    {
        if (!File.Exists(file)) throw new UsageException($"The KfDef file {file} does not exist.", "Set --kfdef to the file that kfctl was run with.");
        if (OrdinaryFile.WhyNot(file) is { } kind) throw new UsageException($"{file} is {kind}, not a file.", "Set --kfdef to the file that kfctl was run with.");
        if (new FileInfo(file).Length > MostBytes) throw new UsageException($"{file} has more than {MostBytes:N0} bytes: no KfDef is that long.");
        var document = YamlDocument.ToJson(File.ReadAllText(file), file);
        var at = new SourcePosition(file, 1, 1);
        if (document.Text("kind") != "KfDef" || document.Text("apiVersion")?.StartsWith(Group, StringComparison.Ordinal) != true)
            throw new UsageException("KfDef", [new Problem($"this is {Called(document)}, no KfDef of {Group}v1.", at, "Set --kfdef to the file that kfctl was run with.")]);
        var spec = document.Member("spec");
        var applications = spec.Items("applications").Select(Application).ToList();
        if (applications.Count == 0) throw new UsageException("KfDef", [new Problem("it lists no applications.", at, "They stand below spec.applications; a file of kfctl before 0.7 has another form.")]);
        var google = spec.Items("plugins").FirstOrDefault(plugin => plugin.Text("kind") == "KfGcpPlugin").Member("spec");
        return new KfDef(document.Member("metadata").Text("name") ?? "", applications, google ?? default);
    }

    /// <summary>Settings that say the same, as the text of a <c>kubeflow.yaml</c>.</summary>
    public string ToSettings()
    {
        var text = new StringBuilder("# What a KfDef said of the installation, and the components that take the place of its applications.\n");
        if (Of("project") is { } project) text.Append($"project:\n  id: {Quoted(project)}\n");
        if (Of("zone") is { } zone) text.Append($"location: {Quoted(zone)}\n");
        if (Of("email") is { } email) text.Append($"admin-email: {Quoted(email)}\n");
        if (Name.Length > 0) text.Append($"cluster:\n  name: {Quoted(Name)}\n");
        text.Append($"variant: {Variant}\ncomponents:\n");
        foreach (var component in Components) text.Append($"- {{name: {component}}}\n");
        return text.ToString();
    }

    private string Variant => IsOnGoogleCloud ? "gke-iap" : Applications.Any(a => a.Path.StartsWith("dex-auth", StringComparison.Ordinal)) ? "dex" : "existing-cluster";

    private string? Of(string field) => IsOnGoogleCloud && _google.Text(field) is { Length: > 0 } value ? value : null;

    private static KfDefApplication Application(JsonElement application)
    {
        var config = application.Member("kustomizeConfig");
        var (name, path) = (application.Text("name") ?? "", config.Member("repoRef").Text("path") ?? "");
        var (components, note) = KfDefSuccessors.Find(path.Length > 0 ? path : name) ?? ([], "nothing is known of it: name a component of your package for it");
        var left = new[] { ("overlays", config.Items("overlays").Count()), ("parameters", config.Items("parameters").Count()) }.Where(l => l.Item2 > 0).Select(l => $"{l.Item2} {l.Item1}").ToList();
        var lost = left.Count > 0 && components.Count > 0 ? $"not carried over: {string.Join(" and ", left)}" : "";
        return new KfDefApplication(name, path, components, string.Join("; ", new[] { note, lost }.Where(n => n.Length > 0)));
    }

    private static string Called(JsonElement document) => document.ValueKind != JsonValueKind.Object ? "no mapping"
        : document.Text("kind") is { } kind ? $"{kind} of {document.Text("apiVersion") ?? "no apiVersion"}" : "a file without a kind";

    // JSON's texts are YAML's.
    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
