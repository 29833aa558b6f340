using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Store;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Google.Tokens;

/// <summary>Form bodies as objects.</summary>
internal static class Forms
{
    /// <summary>Reads a form; the token endpoints also take the same names as JSON.</summary>
    public static async Task<JsonObject> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType) return await BodyReader.ReadAsync(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return new JsonObject(form.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value.ToString())));
    }

    /// <summary>A field, or an empty text.</summary>
    public static string Value(JsonObject form, string name) => form.Text(name) ?? "";
}
