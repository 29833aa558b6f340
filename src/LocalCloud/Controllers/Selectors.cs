using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers;

/// <summary>Label selectors and the expressions of node affinity.</summary>
internal static class Selectors
{
    /// <summary>Whether a <c>LabelSelector</c> selects these labels. An empty selector selects everything, an absent one nothing.</summary>
    public static bool Matches(JsonObject? selector, IReadOnlyDictionary<string, string> labels) =>
        selector is not null && LabelSelector.FromJson(selector).Matches(labels);

    /// <summary>Whether all of these labels are there, as a Service's selector asks.</summary>
    public static bool Contains(IReadOnlyDictionary<string, string> wanted, IReadOnlyDictionary<string, string> labels) =>
        wanted.All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <summary>Whether one expression <c>{key, operator, values}</c> of a node affinity holds; it knows two operators more than a label selector.</summary>
    public static bool Holds(JsonObject expression, IReadOnlyDictionary<string, string> labels)
    {
        var isThere = labels.TryGetValue(Json.Text(expression, "key") ?? "", out var value);
        var values = Json.Texts(expression, "values");
        return Json.Text(expression, "operator") switch
        {
            "In" => isThere && values.Contains(value),
            "NotIn" => !isThere || !values.Contains(value),
            "Exists" => isThere,
            "DoesNotExist" => !isThere,
            "Gt" => isThere && long.TryParse(value, out var more) && long.TryParse(values.FirstOrDefault(), out var than) && more > than,
            "Lt" => isThere && long.TryParse(value, out var less) && long.TryParse(values.FirstOrDefault(), out var limit) && less < limit,
            _ => false,
        };
    }

    public static IReadOnlyDictionary<string, string> LabelsOf(JsonNode? document) => Json.TextMap(document, "metadata", "labels");
}
