using System.Text.Json.Nodes;

namespace LocalCloud.Google.Http;

/// <summary>Builds the entries of an error's <c>details[]</c> (google/rpc/error_details.proto).</summary>
internal static class Detail
{
    private const string Types = "type.googleapis.com/google.rpc.";

    public static JsonObject ErrorInfo(string reason, string domain, params (string Key, string Value)[] metadata)
    {
        var info = new JsonObject { ["@type"] = Types + "ErrorInfo", ["reason"] = reason, ["domain"] = domain };
        if (metadata.Length > 0) info["metadata"] = new JsonObject(metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return info;
    }

    public static JsonObject Help(string description, string url) => new()
    {
        ["@type"] = Types + "Help",
        ["links"] = new JsonArray(new JsonObject { ["description"] = description, ["url"] = url }),
    };

    public static JsonObject RetryInfo(TimeSpan delay) => new() { ["@type"] = Types + "RetryInfo", ["retryDelay"] = $"{delay.TotalSeconds}s" };

    public static JsonObject FieldViolation(string? field, string description)
    {
        var violation = new JsonObject { ["description"] = description };
        if (!string.IsNullOrEmpty(field)) violation.Insert(0, "field", field);
        return new JsonObject { ["@type"] = Types + "BadRequest", ["fieldViolations"] = new JsonArray(violation) };
    }

    public static JsonObject Precondition(string type, string subject, string description) => new()
    {
        ["@type"] = Types + "PreconditionFailure",
        ["violations"] = new JsonArray(new JsonObject { ["type"] = type, ["subject"] = subject, ["description"] = description }),
    };

    public static JsonObject ResourceInfo(string resourceName) => new() { ["@type"] = Types + "ResourceInfo", ["resourceName"] = resourceName };
}
