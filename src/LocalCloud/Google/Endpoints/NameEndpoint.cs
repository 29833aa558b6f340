using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Google.Endpoints;

/// <summary>Answers questions about names at <c>/dns/resolve?name=HOST</c>, in the JSON of Google Public DNS. IPv4 addresses only.</summary>
internal sealed class NameEndpoint(GoogleWorld world)
{
    private const int NoError = 0;
    private const int NoSuchName = 3;
    private const int AddressRecord = 1;

    /// <summary>Answers the request when it is a question about a name.</summary>
    public async Task<bool> TryHandleAsync(HttpContext http)
    {
        if (http.Request.Path.Value != "/dns/resolve") return false;
        await world.SettleAsync(http.RequestAborted);
        var name = http.Request.Query["name"].ToString().TrimEnd('.').ToLowerInvariant();
        if (name.Length == 0)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return true;
        }

        http.Response.ContentType = "application/json; charset=UTF-8";
        await http.Response.WriteAsync(Answer(name, world.Names.AddressOf(name)).ToJsonString(), http.RequestAborted);
        return true;
    }

    private static JsonObject Answer(string name, string? address)
    {
        var answer = new JsonObject
        {
            ["Status"] = address is null ? NoSuchName : NoError, ["TC"] = false, ["RD"] = true, ["RA"] = true, ["AD"] = false, ["CD"] = false,
            ["Question"] = new JsonArray(new JsonObject { ["name"] = $"{name}.", ["type"] = AddressRecord }),
        };
        if (address is not null) answer["Answer"] = new JsonArray(new JsonObject { ["name"] = $"{name}.", ["type"] = AddressRecord, ["TTL"] = 60, ["data"] = address });
        return answer;
    }
}
