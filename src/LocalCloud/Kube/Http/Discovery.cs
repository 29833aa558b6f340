using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Http;

/// <summary>Tells which resources are served: the old way (a document per version) and the aggregated one.</summary>
internal sealed class Discovery(ResourceCatalog catalog)
{
    public static JsonObject Versions(string host) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = Json.ListOf(["v1"]),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = host }),
    };

    public JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. GroupNames().Where(group => group.Length > 0).Select(group => (JsonNode)Group(group, isRoot: false)!)]),
    };

    /// <summary>One group, or null.</summary>
    public JsonObject? Group(string group, bool isRoot = true)
    {
        var versions = VersionsOf(group).ToList();
        if (versions.Count == 0) return null;
        var document = isRoot ? new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" } : [];
        document["name"] = group;
        document["versions"] = new JsonArray([.. versions.Select(version => (JsonNode)Named(group, version))]);
        document["preferredVersion"] = Named(group, versions[0]);
        return document;
    }

    private static JsonObject Named(string group, string version) => new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };

    private IEnumerable<string> GroupNames() => catalog.All.Select(info => info.Group).Distinct(StringComparer.Ordinal);

    private IEnumerable<string> VersionsOf(string group)
    {
        var versions = catalog.All.Where(info => info.Group == group).Select(info => info.Version).Distinct(StringComparer.Ordinal);
        return versions.OrderBy(version => version, Custom.VersionOrder.Instance);
    }

    /// <summary>The resources of one version, or null.</summary>
    public JsonObject? Resources(string group, string version)
    {
        var infos = catalog.All.Where(info => info.Group == group && info.Version == version).ToList();
        if (infos.Count == 0) return null;
        var list = new JsonArray();
        foreach (var info in infos)
        {
            list.Add(Resource(info));
            foreach (var subresource in info.Subresources) list.Add(SubresourceOf(info, subresource));
        }
        var document = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Length > 0) document["apiVersion"] = "v1";
        document["groupVersion"] = infos[0].GroupVersion;
        document["resources"] = list;
        return document;
    }

    private static JsonObject Resource(ResourceInfo info)
    {
        var entry = new JsonObject
        {
            ["name"] = info.Plural, ["singularName"] = info.Singular, ["namespaced"] = info.Namespaced, ["kind"] = info.Kind, ["verbs"] = Json.ListOf(info.Verbs),
        };
        AddNames(entry, info);
        if (info.Verbs.Contains("watch", StringComparer.Ordinal)) entry["storageVersionHash"] = StorageHash(info);
        return entry;
    }

    private static void AddNames(JsonObject entry, ResourceInfo info)
    {
        if (info.ShortNames.Count > 0) entry["shortNames"] = Json.ListOf(info.ShortNames);
        if (info.Categories.Count > 0) entry["categories"] = Json.ListOf(info.Categories);
    }

    private static string StorageHash(ResourceInfo info) =>
        Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{info.Group}/{info.Version}/{info.Kind}"))[..8]);

    private static JsonObject SubresourceOf(ResourceInfo info, Subresource subresource)
    {
        var entry = new JsonObject { ["name"] = $"{info.Plural}/{subresource.Name}", ["singularName"] = "", ["namespaced"] = info.Namespaced };
        if (subresource.Version.Length > 0)
        {
            entry["group"] = subresource.Group;
            entry["version"] = subresource.Version;
        }
        entry["kind"] = subresource.Kind;
        entry["verbs"] = Json.ListOf(subresource.Verbs);
        return entry;
    }

    /// <summary>Everything in one document (version v2 or v2beta1).</summary>
    /// <param name="core">The core group alone, as below <c>/api</c>; otherwise all others, as below <c>/apis</c>.</param>
    /// <param name="version">Version of the answer.</param>
    public JsonObject Aggregated(bool core, string version) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. GroupNames().Where(group => group.Length == 0 == core).Select(group => (JsonNode)AggregatedGroup(group))]),
    };

    private JsonObject AggregatedGroup(string group)
    {
        var metadata = new JsonObject();
        if (group.Length > 0) metadata["name"] = group;
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["versions"] = new JsonArray([.. VersionsOf(group).Select(version => (JsonNode)new JsonObject
            {
                ["version"] = version,
                ["resources"] = new JsonArray([.. catalog.All.Where(info => info.Group == group && info.Version == version).Select(info => (JsonNode)AggregatedResource(info))]),
                ["freshness"] = "Current",
            })]),
        };
    }

    private static JsonObject AggregatedResource(ResourceInfo info)
    {
        var entry = new JsonObject
        {
            ["resource"] = info.Plural, ["responseKind"] = Kind(info, "", "", info.Kind), ["scope"] = info.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = info.Singular, ["verbs"] = Json.ListOf(info.Verbs),
        };
        AddNames(entry, info);
        if (info.Subresources.Count > 0)
            entry["subresources"] = new JsonArray([.. info.Subresources.Select(subresource => (JsonNode)new JsonObject
            {
                ["subresource"] = subresource.Name, ["responseKind"] = Kind(info, subresource.Group, subresource.Version, subresource.Kind), ["verbs"] = Json.ListOf(subresource.Verbs),
            })]);
        return entry;
    }

    /// <summary>Built-in kinds leave group and version empty: they are the ones around them.</summary>
    private static JsonObject Kind(ResourceInfo info, string group, string version, string kind)
    {
        if (version.Length == 0 && info.Custom is not null) (group, version) = (info.Group, info.Version);
        return new JsonObject { ["group"] = group, ["version"] = version, ["kind"] = kind };
    }
}
