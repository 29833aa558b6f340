using System.Text.Json.Nodes;

namespace KfPipelineTasks.Gcp.Policies;

/// <summary>Edits policies. A policy belongs to everybody: what is not edited keeps its order, its spelling and its conditions.</summary>
public static class PolicyEdits
{
    /// <summary>The edits that a policy does not say yet.</summary>
    public static IReadOnlyList<PolicyEdit> Missing(JsonObject policy, IReadOnlyList<PolicyEdit> edits) =>
        [.. edits.Where(edit => Bindings(policy).Any(b => Concerns(b, edit) && Has(b, edit.Member)) == edit.Remove)];

    /// <summary>A copy of the policy that says all of the edits.</summary>
    /// <param name="dropTombstones">
    /// Takes the <c>deleted:</c> entries of added members out of every binding. Without it they go from the edited bindings only; an account
    /// that was deleted and made again may need it.
    /// </param>
    public static JsonObject Apply(JsonObject policy, IReadOnlyList<PolicyEdit> edits, bool dropTombstones = false)
    {
        var result = (JsonObject)policy.DeepClone();
        var missing = Missing(policy, edits);
        if (result["bindings"] is not JsonArray bindings) result["bindings"] = bindings = [];
        foreach (var edit in missing)
        {
            if (edit.Remove) Remove(bindings, edit);
            else Add(bindings, edit);
        }

        if (dropTombstones) DropTombstones(bindings, missing.Where(e => !e.Remove).Select(e => e.Member));
        return result;
    }

    private static void Add(JsonArray bindings, PolicyEdit edit)
    {
        if (bindings.OfType<JsonObject>().FirstOrDefault(b => Concerns(b, edit)) is { } binding)
        {
            if (binding["members"] is not JsonArray members) binding["members"] = members = [];
            RemoveWhere(members, m => IsTombstone(m, edit.Member));
            members.Add((JsonNode)edit.Member);
            return;
        }

        var fresh = new JsonObject { ["role"] = edit.Role, ["members"] = new JsonArray(edit.Member) };
        if (edit.Condition is { } condition)
        {
            var node = new JsonObject { ["title"] = condition.Title, ["expression"] = condition.Expression };
            if (condition.Description is { } description) node["description"] = description;
            fresh["condition"] = node;
        }

        bindings.Add((JsonNode)fresh);
    }

    private static void Remove(JsonArray bindings, PolicyEdit edit)
    {
        foreach (var binding in bindings.OfType<JsonObject>().Where(b => Concerns(b, edit)).ToList())
        {
            if (binding["members"] is not JsonArray members) continue;
            RemoveWhere(members, m => Same(m, edit.Member));
            if (members.Count == 0) bindings.Remove(binding);
        }
    }

    private static void DropTombstones(JsonArray bindings, IEnumerable<string> added)
    {
        foreach (var member in added.Distinct().ToList())
        {
            foreach (var binding in bindings.OfType<JsonObject>().ToList())
            {
                if (binding["members"] is not JsonArray members) continue;
                RemoveWhere(members, m => IsTombstone(m, member));
                if (members.Count == 0) bindings.Remove(binding);
            }
        }
    }

    private static IEnumerable<JsonObject> Bindings(JsonObject policy) => policy["bindings"] is JsonArray list ? list.OfType<JsonObject>() : [];

    private static bool Concerns(JsonObject binding, PolicyEdit edit) =>
        (string?)binding["role"] == edit.Role && (edit.Remove || SameCondition(binding["condition"] as JsonObject, edit.Condition));

    private static bool SameCondition(JsonObject? there, PolicyCondition? wanted) =>
        there is null ? wanted is null
        : wanted is not null && Text(there, "title") == wanted.Title && Text(there, "expression") == wanted.Expression && Text(there, "description") == (wanted.Description ?? "");

    private static string Text(JsonObject owner, string name) => (string?)owner[name] ?? "";

    private static bool Has(JsonObject binding, string member) => binding["members"] is JsonArray members && members.Any(m => Same((string?)m, member));

    // E-mails are the same in any case; ids behind principal:// are not.
    private static bool Same(string? a, string b) => string.Equals(a, b, b.StartsWith("principal", StringComparison.Ordinal) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static bool IsTombstone(string? member, string alive) => member?.StartsWith($"deleted:{alive}?", StringComparison.OrdinalIgnoreCase) == true;

    private static void RemoveWhere(JsonArray members, Func<string?, bool> which)
    {
        for (var i = members.Count - 1; i >= 0; i--)
        {
            if (which((string?)members[i])) members.RemoveAt(i);
        }
    }
}
