using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Api;

/// <summary>The rules of <c>metadata</c>, the same for all kinds.</summary>
internal static class ObjectMetadata
{
    private const int MaxAnnotationBytes = 256 * 1024;
    private static readonly string[] KeptOnUpdate = ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink", "resourceVersion", "generateName"];

    public static void GenerateName(JsonObject document)
    {
        var metadata = Json.Ensure(document, "metadata");
        if (Json.Text(metadata, "name") is { Length: > 0 } || Json.Text(metadata, "generateName") is not { Length: > 0 } prefix) return;
        const int MaxPrefix = 58;
        metadata["name"] = prefix[..Math.Min(prefix.Length, MaxPrefix)] + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
    }

    public static void PrepareCreate(ResourceInfo resource, JsonObject document, string now)
    {
        var metadata = Json.Ensure(document, "metadata");
        metadata.Remove("selfLink");
        metadata.Remove("deletionTimestamp");
        metadata.Remove("deletionGracePeriodSeconds");
        metadata.Remove("resourceVersion");
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = now;
        if (resource.HasGeneration) metadata["generation"] = 1L;
        else metadata.Remove("generation");
    }

    public static void PrepareUpdate(JsonObject before, JsonObject document)
    {
        var old = Json.Map(before, "metadata") ?? [];
        var metadata = Json.Ensure(document, "metadata");
        foreach (var name in KeptOnUpdate)
        {
            if (old.TryGetPropertyValue(name, out var value)) metadata[name] = value?.DeepClone();
            else metadata.Remove(name);
        }
    }

    public static void Validate(ResourceInfo resource, JsonObject document, JsonObject? before, List<StatusCause> causes)
    {
        var metadata = Json.Map(document, "metadata") ?? [];
        if (before is null) ValidateName(resource, metadata, causes);
        ValidateLabels(metadata, causes);
        ValidateAnnotations(metadata, causes);
        if (before is not null && Json.At(before, "metadata", "deletionTimestamp") is not null) RefuseNewFinalizers(metadata, before, causes);
    }

    private static void ValidateName(ResourceInfo resource, JsonObject metadata, List<StatusCause> causes)
    {
        var name = Json.Text(metadata, "name") ?? "";
        if (name.Length == 0) causes.Add(StatusCause.Required("metadata.name", "name or generateName is required"));
        else if (Names.Problem(resource, name) is { } problem) causes.Add(StatusCause.Invalid("metadata.name", $"\"{name}\"", problem));
    }

    private static void ValidateLabels(JsonObject metadata, List<StatusCause> causes)
    {
        foreach (var (key, value) in Json.TextMap(metadata, "labels"))
        {
            if (Names.QualifiedNameProblem(key) is { } bad) causes.Add(StatusCause.Invalid("metadata.labels", $"\"{key}\"", bad));
            if (Names.LabelValueProblem(value) is { } wrong) causes.Add(StatusCause.Invalid("metadata.labels", $"\"{value}\"", wrong));
        }
    }

    private static void ValidateAnnotations(JsonObject metadata, List<StatusCause> causes)
    {
        long size = 0;
        foreach (var (key, value) in Json.TextMap(metadata, "annotations"))
        {
            if (Names.QualifiedNameProblem(key.ToLowerInvariant()) is { } bad) causes.Add(StatusCause.Invalid("metadata.annotations", $"\"{key}\"", bad));
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
        }
        if (size > MaxAnnotationBytes) causes.Add(StatusCause.TooLong("metadata.annotations", MaxAnnotationBytes));
    }

    private static void RefuseNewFinalizers(JsonObject metadata, JsonObject before, List<StatusCause> causes)
    {
        var old = Json.Texts(before, "metadata", "finalizers").ToHashSet(StringComparer.Ordinal);
        var added = Json.Texts(metadata, "finalizers").Where(name => !old.Contains(name)).ToList();
        if (added.Count > 0)
            causes.Add(StatusCause.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(name => $"\"{name}\""))}}}"));
    }
}
