using System.Text.Json.Nodes;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Iam;

/// <summary>An IAM policy as it is kept: bindings in the order they were given, and the mark that guards its changes.</summary>
public sealed record Policy
{
    /// <summary>The mark of a policy nobody has written yet.</summary>
    public const string EmptyEtag = "ACAB";

    public static Policy Empty { get; } = new();

    /// <summary>Base64 of the mark's bytes; compared as bytes, because clients send it back in either alphabet.</summary>
    public string Etag { get; init; } = EmptyEtag;

    public IReadOnlyList<Binding> Bindings { get; init; } = [];

    /// <summary>Audit configuration; it changes only when the update mask names it.</summary>
    public JsonArray? AuditConfigs { get; init; }

    /// <summary>3 as soon as a binding has a condition.</summary>
    public int Version => Bindings.Any(binding => binding.Condition is not null) ? 3 : 1;

    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["version"] = Version, ["etag"] = Etag };
        if (Bindings.Count > 0) json["bindings"] = Json.Array(Bindings.Select(ToJson));
        return json.With("auditConfigs", AuditConfigs?.DeepClone());
    }

    private static JsonObject ToJson(Binding binding)
    {
        var json = new JsonObject { ["role"] = binding.Role, ["members"] = Json.List(binding.Members) };
        if (binding.Condition is { } condition)
        {
            json["condition"] = new JsonObject()
                .With("title", condition.Title).With("description", condition.Description).With("expression", condition.Expression).With("location", condition.Location);
        }

        return json;
    }
}
