using System.Text.Json.Nodes;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Iap;

/// <summary>Settings of IAP resources: documents that are kept as they are written.</summary>
public sealed class IapSettingsStore
{
    private readonly Table<JsonObject> _settings;

    internal IapSettingsStore(WorldContext context) => _settings = context.Table<JsonObject>("iapSettings");

    /// <summary>The settings of a resource, with the name it was asked for by.</summary>
    public JsonObject Get(string resource, string name)
    {
        var json = new JsonObject { ["name"] = name };
        if (_settings.Find(resource) is { } kept) json.Merge(kept);
        return json;
    }

    public JsonObject Set(string resource, string name, JsonObject settings)
    {
        var kept = settings.Copy();
        kept.Remove("name");
        _settings.Put(resource, kept);
        return Get(resource, name);
    }
}
