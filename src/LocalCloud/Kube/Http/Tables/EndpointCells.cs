using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Http.Tables;

/// <summary>Cells of Endpoints and EndpointSlices.</summary>
internal static class EndpointCells
{
    private const int Shown = 3;

    public static string OfEndpoints(JsonObject endpoints) => List(
        from subset in Json.Maps(endpoints, "subsets")
        from port in Json.Maps(subset, "ports").DefaultIfEmpty(null)
        from address in Json.Maps(subset, "addresses")
        select port is null ? Json.Text(address, "ip") ?? "" : $"{Json.Text(address, "ip")}:{Json.Number(port, "port")}");

    public static string OfSlice(JsonObject slice) => List(Json.Maps(slice, "endpoints").SelectMany(endpoint => Json.Texts(endpoint, "addresses")));

    public static string Ports(JsonObject slice) => BuiltInColumns.Some(Json.Maps(slice, "ports").Select(port => $"{Json.Number(port, "port")}"), "<unset>");

    private static string List(IEnumerable<string> all)
    {
        var list = all.ToList();
        var text = BuiltInColumns.Some(list.Take(Shown), "<none>");
        return list.Count > Shown ? $"{text} + {list.Count - Shown} more..." : text;
    }
}
