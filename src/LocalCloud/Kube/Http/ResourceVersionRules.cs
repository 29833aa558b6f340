using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Kube.Http;

/// <summary>Which combinations of version, match and continue a list may ask for.</summary>
internal static class ResourceVersionRules
{
    public static void CheckList(IQueryCollection query, long now)
    {
        var version = query["resourceVersion"].ToString();
        var match = query["resourceVersionMatch"].ToString();
        var next = query["continue"].ToString();
        if (match is not ("" or "Exact" or "NotOlderThan"))
            throw Invalid(StatusCause.NotSupported("resourceVersionMatch", $"\"{match}\"", ["Exact", "NotOlderThan"]));
        if (match.Length > 0 && version.Length == 0) throw Invalid(StatusCause.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        if (match == "Exact" && version == "0") throw Invalid(StatusCause.Forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        if (next.Length > 0 && version is not ("" or "0")) throw ApiErrors.BadRequest("specifying resource version is not allowed when using continue");
        if (version.Length == 0) return;
        if (!long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw ApiErrors.BadRequest($"invalid resource version: strconv.ParseUint: parsing {Json.ToText(JsonValue.Create(version))}: invalid syntax");
        if (number > now)
            throw new ApiException(504, "Timeout", $"Timeout: Too large resource version: {number}, current: {now}", new JsonObject
            {
                ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }), ["retryAfterSeconds"] = 1,
            });
    }

    private static ApiException Invalid(StatusCause cause) => ApiErrors.Invalid("meta.k8s.io", "ListOptions", "", [cause]);
}
