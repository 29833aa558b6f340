using System.Buffers;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

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
            buffer.Write(Views.Bytes(resource, page.Items[i]));
        }
        buffer.Write("]}\n"u8);
        return buffer.WrittenMemory;
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
