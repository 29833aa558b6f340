using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Checks of CustomResourceDefinitions.</summary>
internal static class DefinitionValidation
{
    public static void Check(JsonObject document, List<StatusCause> causes)
    {
        var spec = Json.Map(document, "spec") ?? [];
        var name = Json.Text(document, "metadata", "name") ?? "";
        var group = Json.Text(spec, "group") ?? "";
        var plural = Json.Text(spec, "names", "plural") ?? "";
        if (name != $"{plural}.{group}") causes.Add(StatusCause.Invalid("metadata.name", $"\"{name}\"", "must be spec.names.plural+\".\"+spec.group"));
        if (group.Length == 0) causes.Add(StatusCause.Required("spec.group"));
        if (Json.Text(spec, "scope") is not ("Namespaced" or "Cluster"))
            causes.Add(StatusCause.NotSupported("spec.scope", $"\"{Json.Text(spec, "scope")}\"", ["Cluster", "Namespaced"]));
        if (plural.Length == 0) causes.Add(StatusCause.Required("spec.names.plural"));
        if (Json.Text(spec, "names", "kind") is not { Length: > 0 }) causes.Add(StatusCause.Required("spec.names.kind"));
        CheckApproval(document, group, causes);
        CheckVersions(spec, causes);
    }

    private static void CheckApproval(JsonObject document, string group, List<StatusCause> causes)
    {
        const string Annotation = "api-approved.kubernetes.io";
        var isProtected = group is "k8s.io" or "kubernetes.io" || group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal);
        if (isProtected && Json.Text(document, "metadata", "annotations", Annotation) is not { Length: > 0 })
            causes.Add(StatusCause.Required($"metadata.annotations[{Annotation}]", $"protected groups must have approval annotation \"{Annotation}\", see https://github.com/kubernetes/enhancements/pull/1111"));
    }

    private static void CheckVersions(JsonObject spec, List<StatusCause> causes)
    {
        var versions = Json.Maps(spec, "versions").ToList();
        if (versions.Count(version => Json.Flag(version, "storage") == true) != 1)
            causes.Add(StatusCause.Invalid("spec.versions", Json.ToText(spec["versions"]), "must have exactly one version marked as storage version"));
        for (var i = 0; i < versions.Count; i++)
        {
            if (Json.Map(versions[i], "schema", "openAPIV3Schema") is null && Json.Flag(spec, "preserveUnknownFields") != true)
                causes.Add(StatusCause.Required(string.Create(CultureInfo.InvariantCulture, $"spec.versions[{i}].schema.openAPIV3Schema"), "schemas are required"));
        }
    }
}
