using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TestKit;

namespace LocalCloud.Tests.Google.Contract;

/// <summary>A discovery document: the methods of an API and the messages they carry.</summary>
internal sealed class DiscoveryDocument
{
    private readonly JsonObject _json;
    private readonly List<DiscoveryMethod> _methods = [];

    private DiscoveryDocument(JsonObject json)
    {
        _json = json;
        Collect(json);
    }

    public string Id => _json["id"]!.GetValue<string>();

    public IReadOnlyList<DiscoveryMethod> Methods => _methods;

    public JsonObject Schemas => (JsonObject)_json["schemas"]!;

    /// <summary>Reads <c>../shared/data/gcp/discovery/{name}.json</c>.</summary>
    public static DiscoveryDocument Load(string name) =>
        new((JsonObject)JsonNode.Parse(File.ReadAllBytes(SharedData.Path("data", "gcp", "discovery", $"{name}.json")))!);

    /// <summary>The method a request is for, by its path below the service path; null when the document knows none.</summary>
    public DiscoveryMethod? Find(string method, string path) => _methods.Find(candidate => candidate.HttpMethod == method && candidate.Path.IsMatch(path));

    private void Collect(JsonObject level)
    {
        foreach (var method in (level["methods"] as JsonObject ?? []).Select(pair => (JsonObject)pair.Value!))
        {
            var path = (method["flatPath"] ?? method["path"])!.GetValue<string>();
            _methods.Add(new DiscoveryMethod(
                method["id"]!.GetValue<string>(), method["httpMethod"]!.GetValue<string>(), Pattern(path),
                method["request"]?["$ref"]?.GetValue<string>(), method["response"]?["$ref"]?.GetValue<string>(), method["parameters"] as JsonObject ?? []));
        }

        foreach (var resource in level["resources"] as JsonObject ?? []) Collect((JsonObject)resource.Value!);
    }

    // {v1Id} of IAP and Service Usage stands for several segments.
    private static Regex Pattern(string path)
    {
        var pattern = Regex.Replace(Regex.Escape(path), @"\\\{\+?[A-Za-z0-9-]+}", match => match.Value is @"\{v1Id}" ? "[^:]+?" : "[^/:]+");
        return new Regex($"^{pattern}\\z", RegexOptions.CultureInvariant);
    }
}
