using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Http.Tables;

/// <summary>Cells of Nodes.</summary>
internal static class NodeCells
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static string Status(JsonObject node)
    {
        var ready = Json.Maps(node, "status", "conditions").Where(one => Json.Text(one, "type") == "Ready").Select(one => Json.Text(one, "status")).FirstOrDefault();
        var text = ready switch { "True" => "Ready", null => "Unknown", _ => "NotReady" };
        return Json.Flag(node, "spec", "unschedulable") == true ? text + ",SchedulingDisabled" : text;
    }

    public static string Roles(JsonObject node) => BuiltInColumns.Some(
        Json.TextMap(node, "metadata", "labels").Keys.Where(key => key.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(key => key[RolePrefix.Length..]).Order(StringComparer.Ordinal), "<none>");

    public static string Address(JsonObject node, string type) =>
        Json.Maps(node, "status", "addresses").Where(one => Json.Text(one, "type") == type).Select(one => Json.Text(one, "address")).FirstOrDefault() ?? "<none>";
}
