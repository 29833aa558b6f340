using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Api;

/// <summary>Is the stored object still the one that the client had in mind?</summary>
internal static class Preconditions
{
    public static void CheckUpdate(ResourceInfo resource, StoredObject live, JsonObject document)
    {
        if (Json.Text(document, "metadata", "uid") is { Length: > 0 } uid && uid != live.Uid)
            throw ApiErrors.Conflict(resource, live.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {live.Uid}");
        if (Json.Text(document, "metadata", "resourceVersion") is { Length: > 0 } version && version != "0" && version != live.ResourceVersion.ToString(CultureInfo.InvariantCulture))
            throw ApiErrors.Modified(resource, live.Name);
    }

    public static void CheckDelete(ResourceInfo resource, StoredObject live, JsonObject? preconditions)
    {
        var because = Json.Text(preconditions, "uid") is { } uid && uid != live.Uid
            ? $"the UID in the precondition ({uid}) does not match the UID in record ({live.Uid}). The object might have been deleted and then recreated"
            : Json.Text(preconditions, "resourceVersion") is { } version && version != live.ResourceVersion.ToString(CultureInfo.InvariantCulture)
                ? $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({live.ResourceVersion}). The object might have been modified"
                : null;
        if (because is not null) throw ApiErrors.Conflict(resource.GroupKind, resource.Group, resource.Kind, live.Name, because);
    }
}
