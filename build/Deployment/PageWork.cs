using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>Does what the pages of the components say, for the settings of one run.</summary>
internal sealed class PageWork(ComponentPages pages, DeploySettings settings)
{
    /// <summary>The folders that stand for a component.</summary>
    /// <param name="component">As the package lists it.</param>
    /// <param name="root">Folder of the package's components.</param>
    public IEnumerable<PackageComponent> Resolve(PackageComponent component, string root)
    {
        var page = pages.Of(component.Name).FirstOrDefault(p => p.Instead is not null);
        if (page is null) return [component];
        return page.Instead!.GetValueOrDefault(Choice(page), [])
            .Select(part => new PackageComponent(part, Path.Combine(root, part)))
            .Where(part => Directory.Exists(part.Folder));
    }

    /// <summary>Names of the components that somebody else has installed: as the settings say, and as they choose.</summary>
    public IReadOnlyList<string> External =>
        [.. settings.Package.External, .. pages.All.Where(p => p.Instead is not null && p.SomebodyElses == Choice(p)).SelectMany(p => p.Instead![Choice(p)])];

    /// <summary>The objects of a component, with the fields its pages set.</summary>
    public IEnumerable<Resource> Merged(RenderedComponent component)
    {
        var merges = pages.MergesOf(component.Component.Name).Where(m => ComponentPages.Holds(m.When, settings)).ToList();
        return component.Resources.Select(resource => merges.Where(m => Names(m, resource.Id)).Aggregate(resource, Merge));
    }

    /// <summary>Secrets of a component that are made from settings.</summary>
    public IEnumerable<Resource> SecretsOf(string component) =>
        pages.Of(component).SelectMany(p => p.Secrets).Where(s => ComponentPages.Holds(s.When, settings))
            .Select(s => Secret(s.Namespace, s.Name, s.Data.ToDictionary(d => d.Key, d => ValueOf(d.Value))));

    /// <summary>Secrets of the components whose values are random, all of them new.</summary>
    public IReadOnlyList<Resource> NewPasswords(IEnumerable<string> components) =>
        [.. Passwords(components).Select(page => Secret(page.Namespace, page.Name, page.Keys.ToDictionary(key => key, _ => Random())))];

    /// <summary>Secrets of the components whose values are random: as they are in the cluster, or new.</summary>
    public async Task<IReadOnlyList<Resource>> PasswordsAsync(IEnumerable<string> components, ClusterDoor door, CancellationToken cancellation)
    {
        var wanted = Passwords(components).ToList();
        if (wanted.Count == 0) return [];
        var kind = (await door.Kinds.TableAsync(cancellation)).Find("", "Secret") ?? throw new DeployException($"{door.Name} does not serve Secrets.");
        var objects = new KubeObjects(door);
        var made = new List<Resource>();
        foreach (var page in wanted)
        {
            var live = await objects.GetAsync(kind, page.Namespace, page.Name, cancellation);
            made.Add(Secret(page.Namespace, page.Name, page.Keys.ToDictionary(key => key, key => live?.Text("data", key) is { } there ? Decoded(there) : Random())));
        }

        return made;
    }

    private string Choice(ComponentPage page) => ValueText.Of(SettingsTable.ByPath[page.InsteadSetting].Get(settings));

    private IEnumerable<PasswordPage> Passwords(IEnumerable<string> components) => components.SelectMany(pages.Of).SelectMany(p => p.Passwords);

    private static bool Names(MergePage merge, ResourceId id) => merge.Kind == id.Kind && merge.Namespace == id.Namespace && merge.Name == id.Name;

    private Resource Merge(Resource resource, MergePage merge)
    {
        var body = JsonNode.Parse(resource.Body.GetRawText())!.AsObject();
        Merge(body, JsonNode.Parse(Filled(merge.Fields.GetRawText()))!.AsObject());
        return new Resource(resource.Id, JsonSerializer.SerializeToElement(body), resource.Source);
    }

    private string Filled(string json)
    {
        foreach (var (word, value) in new[] { ("${endpoint}", DerivedNames.Host(settings)), ("${admin-email}", settings.AdminEmail), ("${people}", string.Concat(settings.People.Select(person => person + "\n"))) })
            json = json.Replace(word, JsonEncodedText.Encode(value).ToString(), StringComparison.Ordinal);
        return json;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject inner && target[name] is JsonObject there) Merge(there, inner);
            else if (value is JsonArray items && target[name] is JsonArray entries && AreNamed(items) && AreNamed(entries)) MergeNamed(entries, items);
            else target[name] = value.DeepClone();
        }
    }

    // Containers, their variables and ports are known by their names: what is said of one leaves the others alone.
    private static void MergeNamed(JsonArray target, JsonArray patch)
    {
        foreach (var item in patch.OfType<JsonObject>())
        {
            if (target.OfType<JsonObject>().FirstOrDefault(entry => NameOf(entry) == NameOf(item)) is { } there) Merge(there, item);
            else target.Add(item.DeepClone());
        }
    }

    private static bool AreNamed(JsonArray list) => list.Count > 0 && list.All(item => item is JsonObject entry && NameOf(entry) is not null);

    private static string? NameOf(JsonObject entry) => entry["name"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;

    private string ValueOf(string setting) =>
        (SettingsTable.ByPath.GetValueOrDefault(setting) ?? SettingsTable.ByVariable[setting]).Get(settings) switch
        {
            Secret secret => secret.Reveal(),
            var value => ValueText.Of(value),
        };

    private static Resource Secret(string ns, string name, IReadOnlyDictionary<string, string> values)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["namespace"] = ns, ["name"] = name },
            ["type"] = "Opaque",
            ["data"] = new JsonObject(values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(v.Value))))),
        };
        return Resource.FromJson(JsonSerializer.SerializeToElement(body));
    }

    private static string Decoded(string base64) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    // 32 characters of 62: more than a password store would ask for, and safe in every URL and command line.
    private static string Random() => RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 32);
}
