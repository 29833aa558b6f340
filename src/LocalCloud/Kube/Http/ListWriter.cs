using System.Buffers;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Http;

/// <summary>Puts the stored bytes of many objects into one list, without reading them again.</summary>
internal static class ListWriter
{
    public static ReadOnlyMemory<byte> Write(ResourceInfo resource, ListPage page)
    {
        var size = page.Items.Sum(item => (long)item.Bytes.Length + 1) + 512;
        var buffer = new ArrayBufferWriter<byte>((int)Math.Min(size, int.MaxValue / 2));
        Put(buffer, $$"""{"kind":"{{resource.ListKind}}","apiVersion":"{{resource.GroupVersion}}","metadata":{{Json.ToText(Metadata(page))}},"items":[""");
        for (var i = 0; i < page.Items.Count; i++)
        {
            if (i > 0) buffer.Write(","u8);
            WriteItem(buffer, resource, page.Items[i]);
        }
        buffer.Write("]}\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>Items of built-in kinds do not repeat their kind, as in the real server; custom resources do.</summary>
    private static void WriteItem(ArrayBufferWriter<byte> buffer, ResourceInfo resource, StoredObject item)
    {
        if (resource.Custom is not null)
        {
            buffer.Write(Views.Bytes(resource, item));
        }
        else if (item.HasUntyped && item.ApiVersion == resource.GroupVersion)
        {
            buffer.Write("{"u8);
            buffer.Write(item.Untyped);
        }
        else
        {
            var document = Views.ToVersion(resource, item);
            document.Remove("kind");
            document.Remove("apiVersion");
            buffer.Write(Json.ToBytes(document));
        }
    }

    public static JsonObject Metadata(ListPage page)
    {
        var metadata = new JsonObject { ["resourceVersion"] = Json.Invariant(page.Version) };
        if (page.Continue.Length > 0) metadata["continue"] = page.Continue;
        if (page.Remaining is { } remaining) metadata["remainingItemCount"] = remaining;
        return metadata;
    }

    private static void Put(ArrayBufferWriter<byte> buffer, string text) => buffer.Write(System.Text.Encoding.UTF8.GetBytes(text));
}
