using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Documents;

/// <summary>
/// Reads built-in kinds from Kubernetes' Protobuf form, which typed clients such as <c>kubectl create</c> send. Scalars with
/// the zero value are left out, except where JSON tells zero from absent.
/// </summary>
internal static class ProtobufReading
{
    public const string ContentType = "application/vnd.kubernetes.protobuf";

    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>Optional fields for which zero, false or empty is a value.</summary>
    private static readonly HashSet<string> ZeroMatters = new(StringComparer.Ordinal)
    {
        "replicas", "terminationGracePeriodSeconds", "revisionHistoryLimit", "runAsUser", "runAsGroup", "fsGroup", "backoffLimit", "ttlSecondsAfterFinished",
        "activeDeadlineSeconds", "parallelism", "completions", "gracePeriodSeconds", "expirationSeconds", "defaultMode", "mode", "minReplicas", "successfulJobsHistoryLimit",
        "failedJobsHistoryLimit", "progressDeadlineSeconds", "partition", "priority", "tolerationSeconds", "startingDeadlineSeconds", "automountServiceAccountToken",
        "allowPrivilegeEscalation", "privileged", "runAsNonRoot", "readOnlyRootFilesystem", "optional", "enableServiceLinks", "shareProcessNamespace", "immutable", "suspend",
        "orphanDependents", "controller", "blockOwnerDeletion", "hostUsers", "allocateLoadBalancerNodePorts", "manualSelector", "storageClassName", "value",
    };

    public static bool Recognises(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic);

    /// <summary>The document in an envelope of type and bytes.</summary>
    /// <param name="bytes">The whole body.</param>
    /// <param name="find">Gives the type for an API version and kind; null when it has none.</param>
    /// <exception cref="FormatException">The bytes are no such envelope.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> bytes, Func<string, string, FieldType?> find)
    {
        if (!Recognises(bytes)) throw new FormatException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        string apiVersion = "", kind = "";
        var raw = Array.Empty<byte>();
        var envelope = new ProtobufReader(bytes[Magic.Length..]);
        while (envelope.Next())
        {
            if (envelope.Number == 1)
            {
                var type = new ProtobufReader(envelope.Bytes);
                while (type.Next())
                {
                    if (type.Number == 1) apiVersion = Encoding.UTF8.GetString(type.Bytes);
                    else if (type.Number == 2) kind = Encoding.UTF8.GetString(type.Bytes);
                }
            }
            else if (envelope.Number == 2) raw = envelope.Bytes.ToArray();
        }
        if (find(apiVersion, kind) is not { } fields) throw new FormatException($"no kind \"{kind}\" is registered for version \"{apiVersion}\"");
        var document = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind };
        Fill(document, raw, fields, fields.Wire);
        return document;
    }

    private static void Fill(JsonObject document, ReadOnlySpan<byte> bytes, FieldType type, WireNumbers numbers)
    {
        var reader = new ProtobufReader(bytes);
        while (reader.Next())
        {
            if (numbers.Wrapped(reader.Number) is { } wrapped) Fill(document, reader.Bytes, type, wrapped);
            else if (numbers.NameOf(reader.Number) is { } name && type.Fields.TryGetValue(name, out var field)) Set(document, name, field, reader);
        }
    }

    private static void Set(JsonObject document, string name, FieldType type, ProtobufReader reader)
    {
        switch (type.Kind)
        {
            case FieldKind.List:
                if (document[name] is not JsonArray list) document[name] = list = [];
                list.Add(Value(type.Element!, reader));
                break;
            case FieldKind.Map:
                AddEntry(Json.Ensure(document, name), type.Element!, reader.Bytes);
                break;
            default:
                if (Value(type, reader) is { } value && (ZeroMatters.Contains(name) || !IsZero(value))) document[name] = value;
                break;
        }
    }

    private static bool IsZero(JsonNode value) => value is JsonValue && (Json.Text(value) is "" || Json.Flag(value) is false || Json.AsDouble(value) is 0);

    private static void AddEntry(JsonObject map, FieldType element, ReadOnlySpan<byte> entry)
    {
        var key = "";
        JsonNode? value = element.Kind is FieldKind.Text or FieldKind.Bytes ? "" : null;
        var reader = new ProtobufReader(entry);
        while (reader.Next())
        {
            if (reader.Number == 1) key = Encoding.UTF8.GetString(reader.Bytes);
            else if (element.Kind == FieldKind.List) value = Items(element.Element!, reader.Bytes);
            else value = Value(element, reader);
        }
        map[key] = value;
    }

    /// <summary>A list as a map value is wrapped in a message with one repeated field.</summary>
    private static JsonArray Items(FieldType element, ReadOnlySpan<byte> bytes)
    {
        var list = new JsonArray();
        var reader = new ProtobufReader(bytes);
        while (reader.Next()) list.Add(Value(element, reader));
        return list;
    }

    private static JsonNode? Value(FieldType type, ProtobufReader reader)
    {
        switch (type.Kind)
        {
            case FieldKind.Struct:
                var document = new JsonObject();
                Fill(document, reader.Bytes, type, type.Wire);
                return document;
            case FieldKind.Text: return Encoding.UTF8.GetString(reader.Bytes);
            case FieldKind.Bytes: return Convert.ToBase64String(reader.Bytes);
            case FieldKind.Integer: return (long)reader.Varint;
            case FieldKind.Flag: return reader.Varint != 0;
            case FieldKind.Number: return BitConverter.UInt64BitsToDouble(reader.Varint);
            case FieldKind.Quantity: return Encoding.UTF8.GetString(First(reader.Bytes, 1));
            case FieldKind.Time: return Time(reader.Bytes);
            case FieldKind.IntOrText: return IntOrText(reader.Bytes);
            default: return Raw(First(reader.Bytes, 1));
        }
    }

    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> message, int number)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
            if (reader.Number == number) return reader.Bytes;
        return default;
    }

    /// <summary>A part that is JSON inside Protobuf.</summary>
    private static JsonNode? Raw(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty) return null;
        try
        {
            return JsonReading.Parse(json);
        }
        catch (JsonException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static JsonValue? Time(ReadOnlySpan<byte> message)
    {
        long seconds = 0, nanos = 0;
        var any = false;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            any = true;
            if (reader.Number == 1) seconds = (long)reader.Varint;
            else if (reader.Number == 2) nanos = (long)reader.Varint;
        }
        if (!any) return null;
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100);
        return JsonValue.Create(time.ToString(nanos == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
    }

    private static JsonValue IntOrText(ReadOnlySpan<byte> message)
    {
        long type = 0, number = 0;
        var text = "";
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Number == 1) type = (long)reader.Varint;
            else if (reader.Number == 2) number = (long)reader.Varint;
            else if (reader.Number == 3) text = Encoding.UTF8.GetString(reader.Bytes);
        }
        return type == 1 ? JsonValue.Create(text) : JsonValue.Create(number);
    }
}
