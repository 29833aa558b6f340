using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Api;

/// <summary>One object in several API versions: stored in one, shown in the one that was asked for.</summary>
internal static class Views
{
    /// <summary>The bytes of an object in the version of <paramref name="resource"/>.</summary>
    public static byte[] Bytes(ResourceInfo resource, StoredObject stored) =>
        stored.ApiVersion == resource.GroupVersion ? stored.Bytes : Json.ToBytes(ToVersion(resource, stored));

    public static JsonObject ToVersion(ResourceInfo resource, StoredObject stored)
    {
        var document = stored.Parse();
        if (stored.ApiVersion != resource.GroupVersion) VersionConversion.Convert(resource, document);
        return document;
    }

    /// <summary>The document in the version that is stored. Custom resources are stored in the definition's storage version, the rest as written.</summary>
    public static JsonObject ToStorage(ResourceInfo resource, JsonObject document)
    {
        if (resource.Custom is { } custom && custom.StorageVersion != resource.Version) document["apiVersion"] = $"{resource.Group}/{custom.StorageVersion}";
        return document;
    }
}
