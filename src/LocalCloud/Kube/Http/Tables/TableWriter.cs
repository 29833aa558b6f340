using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Http.Tables;

/// <summary>Lists as tables, the form that <c>kubectl get</c> prints.</summary>
internal static class TableWriter
{
    private static readonly ConditionalWeakTable<ResourceInfo, IReadOnlyList<Column>> Known = [];

    public static JsonObject Of(ResourceInfo resource, ListPage page, DateTimeOffset now, string? includeObject)
    {
        var columns = ColumnsOf(resource);
        var table = New(columns, ListWriter.Metadata(page), withColumns: true);
        var rows = (JsonArray)table["rows"]!;
        foreach (var item in page.Items) rows.Add(Row(columns, Views.ToVersion(resource, item), now, includeObject));
        return table;
    }

    public static JsonObject OfOne(ResourceInfo resource, JsonObject document, DateTimeOffset now, bool withColumns)
    {
        var columns = ColumnsOf(resource);
        var table = New(columns, new JsonObject { ["resourceVersion"] = Json.Text(document, "metadata", "resourceVersion") }, withColumns);
        ((JsonArray)table["rows"]!).Add(Row(columns, document, now, null));
        return table;
    }

    private static JsonObject New(IReadOnlyList<Column> columns, JsonObject metadata, bool withColumns)
    {
        var table = new JsonObject { ["kind"] = "Table", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = metadata };
        table["columnDefinitions"] = withColumns ? new JsonArray([.. columns.Select(Definition)]) : null;
        table["rows"] = new JsonArray();
        return table;
    }

    private static JsonNode Definition(Column column) => new JsonObject
    {
        ["name"] = column.Name, ["type"] = column.Type, ["format"] = column.Format, ["description"] = column.Description, ["priority"] = column.Priority,
    };

    private static JsonObject Row(IReadOnlyList<Column> columns, JsonObject document, DateTimeOffset now, string? includeObject)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(column => column.Cell(document, now))]) };
        row["object"] = includeObject switch
        {
            "None" => null,
            "Object" => document,
            _ => MetadataOnly.Of(document),
        };
        return row;
    }

    private static IReadOnlyList<Column> ColumnsOf(ResourceInfo resource) => Known.GetValue(resource, static info => info.Custom is null ? BuiltInColumns.For(info) : Custom(info));

    private static IReadOnlyList<Column> Custom(ResourceInfo resource)
    {
        var columns = resource.Custom!.Columns;
        if (columns.Count == 0) return [BuiltInColumns.Name, BuiltInColumns.Age];
        return [BuiltInColumns.Name, .. columns.Select(column => new Column(column.Name, column.Type, column.Format, (int)column.Priority, Cell(column)) { Description = column.Description })];
    }

    private static Func<JsonObject, DateTimeOffset, JsonNode?> Cell(PrinterColumn column)
    {
        var path = JsonPath.Parse(column.JsonPath);
        return (document, now) =>
        {
            var found = path.Find(document).ToList();
            if (found.Count == 0) return null;
            if (column.Type == "date") return Ages.Since(Json.Text(found[0]), now);
            if (found.Count > 1 && column.Type == "string") return string.Join(',', found.Select(one => Json.Text(one) ?? Json.ToText(one)));
            return column.Type == "string" && Json.Text(found[0]) is null ? Json.ToText(found[0]) : found[0]?.DeepClone();
        };
    }
}
