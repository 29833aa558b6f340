using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Nodes;

/// <summary>Label selectors, evaluated here: disruption budgets select Pods, and the question is which.</summary>
internal static class Selector
{
    /// <summary>True when the selector picks the object; an empty selector picks everything, a missing one nothing.</summary>
    public static bool Picks(JsonElement? selector, Resource what)
    {
        if (selector is not { } s) return false;
        return s.Properties("matchLabels").All(l => what.Label(l.Name) == l.Value.GetString()) && s.Items("matchExpressions").All(e => Fits(e, what));
    }

    private static bool Fits(JsonElement expression, Resource what)
    {
        var value = what.Label(expression.Text("key") ?? "");
        var values = expression.Items("values").Select(v => v.GetString()).ToList();
        return expression.Text("operator") switch
        {
            "In" => value is not null && values.Contains(value),
            "NotIn" => value is null || !values.Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}
