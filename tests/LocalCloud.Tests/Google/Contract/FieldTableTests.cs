using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Google;
using LocalCloud.Google.Wire;
using TestKit;

namespace LocalCloud.Tests.Google.Contract;

/// <summary>
/// The tables of request messages are data taken from the discovery documents; here they are compared with them. With
/// KFT_ACCEPT=1 they are written anew.
/// </summary>
public sealed class FieldTableTests
{
    private static readonly Dictionary<string, string> Documents = new()
    {
        ["container"] = "container.v1", ["iam"] = "iam.v1", ["iamcredentials"] = "iamcredentials.v1", ["serviceusage"] = "serviceusage.v1",
        ["cloudresourcemanager"] = "cloudresourcemanager.v3", ["iap"] = "iap.v1", ["krmapihosting"] = "krmapihosting.v1.derived",
        ["servicemanagement"] = "servicemanagement.v1", ["storage"] = "storage.v1", ["compute"] = "compute.v1.subset",
    };

    [SharedFact("data", "gcp", "discovery")]
    public void Request_messages_are_those_of_the_discovery_documents()
    {
        foreach (var (table, document) in Documents)
        {
            var file = Path.Combine(SharedData.Repository, "src", "LocalCloud", "Google", "Wire", $"{table}.fields");
            var expected = Write(DiscoveryDocument.Load(document), Messages(table));
            if (Environment.GetEnvironmentVariable("KFT_ACCEPT") == "1") File.WriteAllText(file, expected);
            Assert.Equal(expected, File.ReadAllText(file));
        }
    }

    [Fact]
    public void Every_message_a_route_names_is_in_its_table()
    {
        foreach (var (table, messages) in Routes())
            Assert.All(messages, message => Assert.Contains(message, FieldTable.Of(table, "").Messages.Keys));
    }

    private static IEnumerable<string> Messages(string table) => Routes()[table];

    // The tables are named after the services, but for the two that share a name's beginning.
    private static Dictionary<string, SortedSet<string>> Routes()
    {
        var world = new GoogleWorld(new GoogleOptions(), new ManualClock(), new MemoryJournal(), new FakeClusterHost());
        return new GoogleApis(world).Surfaces
            .Where(surface => surface.Routes.Any(route => route.Message is not null))
            .ToDictionary(surface => surface.Service.Split('.')[0], surface => new SortedSet<string>(surface.Routes.Select(route => route.Message).OfType<string>(), StringComparer.Ordinal));
    }

    private static string Write(DiscoveryDocument document, IEnumerable<string> roots)
    {
        var messages = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var root in roots) Add(document, messages, root, (JsonObject)document.Schemas[root]!);
        var text = new StringBuilder($"# Messages of the requests of {document.Id}, and what they are made of. Kept in step with the discovery document by a test.\n");
        foreach (var (name, fields) in messages)
        {
            text.Append(name).Append('\n');
            foreach (var field in fields) text.Append("  ").Append(field).Append('\n');
        }

        return text.ToString();
    }

    private static void Add(DiscoveryDocument document, SortedDictionary<string, List<string>> messages, string name, JsonObject schema)
    {
        if (messages.ContainsKey(name)) return;
        var fields = messages[name] = [];
        foreach (var (field, type) in (schema["properties"] as JsonObject ?? []).OrderBy(property => property.Key, StringComparer.Ordinal))
            fields.Add($"{field} {TypeOf(document, messages, (JsonObject)type!, $"{name}.{field}")}");
    }

    private static string TypeOf(DiscoveryDocument document, SortedDictionary<string, List<string>> messages, JsonObject schema, string name)
    {
        if (schema["$ref"]?.GetValue<string>() is { } named)
        {
            Add(document, messages, named, (JsonObject)document.Schemas[named]!);
            return named;
        }

        if (schema["enum"] is JsonArray words) return $"enum({string.Join('|', words.Select(word => word!.GetValue<string>()))})";
        var format = schema["format"]?.GetValue<string>();
        switch (schema["type"]?.GetValue<string>())
        {
            case "array": return TypeOf(document, messages, (JsonObject)schema["items"]!, name) + "[]";
            case "object" when schema["additionalProperties"] is JsonObject values: return $"map({TypeOf(document, messages, values, name)})";
            case "object" when schema["properties"] is not null:
                Add(document, messages, name, schema);
                return name;
            case "string": return format switch { "int64" or "uint64" => "int64", "byte" => "bytes", _ => "string" };
            case "boolean": return "bool";
            case "integer": return "int32";
            case "number": return "double";
            default: return "any";
        }
    }
}
