using LocalCloud.Kube.Api;
using LocalCloud.Kube.Auth;
using LocalCloud.Kube.Documents;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Kube.Http;

/// <summary>The options of a delete, from the body or from the query.</summary>
internal static class DeleteRequest
{
    public static async Task<(DeleteOptions Delete, WriteOptions Options)> ReadAsync(HttpContext http, UserInfo user)
    {
        var body = RequestBody.ParseOptions(await RequestBody.ReadAsync(http));
        var options = WriteQuery.Read(http.Request, user, isApply: false, "DeleteOptions");
        var query = http.Request.Query;
        var delete = DeleteOptions.From(body);
        if (delete.Propagation is null && query["propagationPolicy"].ToString() is { Length: > 0 } policy) delete = delete with { Propagation = policy };
        if (delete.GracePeriodSeconds is null && long.TryParse(query["gracePeriodSeconds"], System.Globalization.CultureInfo.InvariantCulture, out var grace)) delete = delete with { GracePeriodSeconds = grace };
        if (delete.Propagation is not (null or "Orphan" or "Background" or "Foreground"))
            throw ApiErrors.Invalid("meta.k8s.io", "DeleteOptions", "", [StatusCause.NotSupported("propagationPolicy", $"\"{delete.Propagation}\"", ["Background", "Foreground", "Orphan"])]);
        if (Json.Texts(body, "dryRun").Contains("All", StringComparer.Ordinal)) options = options with { DryRun = true };
        return (delete, options);
    }
}
