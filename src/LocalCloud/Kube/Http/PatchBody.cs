using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Patches;

namespace LocalCloud.Kube.Http;

/// <summary>From the body of a PATCH to the change that it asks for.</summary>
internal static class PatchBody
{
    public const string Apply = "application/apply-patch+yaml";

    public static JsonObject ParseApply(byte[] bytes)
    {
        try
        {
            return YamlReading.Parse(bytes) as JsonObject ?? throw ApiErrors.BadRequest("error decoding YAML: json: cannot unmarshal into Go value of type map[string]interface {}");
        }
        catch (FormatException error)
        {
            throw ApiErrors.BadRequest($"error decoding YAML: {error.Message}");
        }
    }

    /// <exception cref="ApiException">415: not a patch type for this resource; 400: malformed.</exception>
    public static Func<JsonObject, JsonObject> Parse(ResourceInfo resource, string type, byte[] bytes, WriteOptions options)
    {
        switch (type)
        {
            case "application/json-patch+json":
                var operations = Read(bytes) as JsonArray ?? throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch");
                return document => Checked(resource, JsonPatch.Apply(document, operations), bytes, options);
            case "application/merge-patch+json":
                var merge = ReadObject(bytes);
                return document => Checked(resource, MergePatch.Apply(document, merge), bytes, options);
            case "application/strategic-merge-patch+json" when resource.Custom is null:
                var strategic = ReadObject(bytes);
                return document => Checked(resource, StrategicMerge.Apply(document, strategic, resource.Type), bytes, options);
            case "application/strategic-merge-patch+json":
                throw new ApiException(415, "UnsupportedMediaType",
                    "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml", new JsonObject());
            default:
                throw new ApiException(415, "UnsupportedMediaType", "415: Unsupported Media Type", new JsonObject());
        }
    }

    private static JsonObject ReadObject(byte[] bytes) => Read(bytes) as JsonObject ?? throw ApiErrors.BadRequest("error decoding patch: the patch is not an object");

    private static JsonNode? Read(byte[] bytes)
    {
        try
        {
            return JsonReading.Parse(bytes);
        }
        catch (JsonException error)
        {
            throw ApiErrors.BadRequest($"error decoding patch: {RequestBody.Explain(bytes, error)}");
        }
    }

    /// <summary>Unknown fields of the patched object, by the caller's wish.</summary>
    private static JsonObject Checked(ResourceInfo resource, JsonObject patched, byte[] patch, WriteOptions options)
    {
        Strictness.CheckTypes(resource, patched);
        var problems = Strictness.Problems(resource, patched, options);
        if (problems.Count == 0) return patched;
        if (options.FieldValidation == FieldValidation.Strict)
            throw ApiErrors.Invalid("", "", "", [StatusCause.Invalid("patch", Json.ToText(JsonValue.Create(System.Text.Encoding.UTF8.GetString(patch))), $"strict decoding error: {string.Join(", ", problems)}")]);
        foreach (var problem in problems) options.Warnings.Add(problem);
        return patched;
    }
}
