using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Patches;

/// <summary>JSON merge patch (RFC 7386): objects are merged, null removes, everything else replaces.</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject document, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) document.Remove(name);
            else if (value is JsonObject inner) Apply(Json.Ensure(document, name), inner);
            else document[name] = value.DeepClone();
        }
        return document;
    }
}
