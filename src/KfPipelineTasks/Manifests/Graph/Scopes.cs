using System.Buffers;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>Takes the namespace out of objects that cannot have one.</summary>
internal static class Scopes
{
    public static Resource WithoutNamespace(Resource resource)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            foreach (var member in resource.Body.EnumerateObject())
            {
                json.WritePropertyName(member.Name);
                if (member.Name == "metadata") WriteMetadata(member.Value, json);
                else member.Value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        var body = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = 1000 }).RootElement;
        return new Resource(resource.Id with { Namespace = null }, body, resource.Source);
    }

    private static void WriteMetadata(JsonElement metadata, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var member in metadata.EnumerateObject().Where(member => member.Name != "namespace")) member.WriteTo(json);
        json.WriteEndObject();
    }
}
