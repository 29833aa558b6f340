using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Iam;

/// <summary>Reads the policy of a request.</summary>
internal static class PolicyReader
{
    /// <summary>Bindings of a request, equal ones united (same role, same condition), empty ones dropped, as the real service does.</summary>
    public static List<Binding> Bindings(JsonObject policy)
    {
        var found = new List<Binding>();
        foreach (var item in (policy["bindings"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var next = new Binding(item.Text("role") ?? "", [.. item.Texts("members").Distinct()], Condition(item["condition"] as JsonObject));
            if (next.Role.Length == 0) throw GoogleException.InvalidArgument("Role name must be set in every binding.");
            if (next.Members.Count == 0) continue;
            var same = found.FindIndex(binding => binding.Role == next.Role && binding.Condition == next.Condition);
            if (same < 0) found.Add(next);
            else found[same] = next with { Members = [.. found[same].Members.Union(next.Members)] };
        }

        return found;
    }

    /// <summary>The mark of a request, or null when it sends none.</summary>
    public static string? Etag(JsonObject policy) => policy.Text("etag") is { Length: > 0 } etag ? etag : null;

    private static Condition? Condition(JsonObject? condition)
    {
        if (condition is null || condition.Count == 0) return null;
        if (condition.Text("expression") is not { Length: > 0 } expression) throw GoogleException.InvalidArgument("Condition expression must not be empty.");
        return new Condition(condition.Text("title"), condition.Text("description"), expression, condition.Text("location"));
    }
}
