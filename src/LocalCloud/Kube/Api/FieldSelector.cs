using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Api;

/// <summary>A field selector such as <c>metadata.name=x,status.phase!=Running</c>.</summary>
internal sealed class FieldSelector
{
    public static readonly FieldSelector Everything = new([]);

    private static readonly string[] Common = ["metadata.name", "metadata.namespace"];

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["pods"] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"],
        ["events"] = ["involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type"],
        ["events.events.k8s.io"] = ["regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "reason", "reportingController", "type"],
        ["secrets"] = ["type"],
        ["namespaces"] = ["status.phase"],
        ["nodes"] = ["spec.unschedulable"],
        ["services"] = ["spec.clusterIP", "spec.type"],
        ["replicasets.apps"] = ["status.replicas"],
        ["jobs.batch"] = ["status.successful"],
        ["certificatesigningrequests.certificates.k8s.io"] = ["spec.signerName"],
    };

    private readonly IReadOnlyList<(string Field, string Value, bool Not)> _terms;

    private FieldSelector(IReadOnlyList<(string, string, bool)> terms) => _terms = terms;

    public bool IsEmpty => _terms.Count == 0;

    /// <exception cref="ApiException">400: malformed, or a field that this resource cannot be selected by.</exception>
    public static FieldSelector Parse(ResourceInfo resource, string? text)
    {
        if (string.IsNullOrEmpty(text)) return Everything;
        var terms = text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => Term(part, text)).ToList();
        var known = Common.Concat(Known.GetValueOrDefault(resource.GroupResource) ?? resource.Custom?.SelectableFields ?? []).ToList();
        foreach (var (field, _, _) in terms)
            if (!known.Contains(field, StringComparer.Ordinal))
                throw ApiErrors.BadRequest($"\"{field}\" is not a known field selector: only {string.Join(", ", known.Select(name => $"\"{name}\""))}");
        return new(terms);
    }

    private static (string Field, string Value, bool Not) Term(string part, string whole)
    {
        var not = part.IndexOf("!=", StringComparison.Ordinal);
        if (not > 0) return (part[..not].Trim(), part[(not + 2)..], true);
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw ApiErrors.BadRequest($"invalid field selector: \"{whole}\"; can't understand '{part}'");
        return (part[..equals].Trim(), part[(equals + 1)..].TrimStart('='), false);
    }

    public bool Matches(StoredObject item)
    {
        JsonObject? document = null;
        foreach (var (field, value, not) in _terms)
        {
            var actual = field switch
            {
                "metadata.name" => item.Name,
                "metadata.namespace" => item.Namespace,
                _ => Read(document ??= item.Parse(), field),
            };
            if ((actual == value) == not) return false;
        }
        return true;
    }

    private static string Read(JsonObject document, string field)
    {
        if (field == "source" && document["source"] is JsonObject) return Json.Text(document, "source", "component") ?? "";
        if (field == "status.successful") field = "status.succeeded";
        var node = Json.At(document, field.Split('.'));
        if (node is null) return field is "spec.unschedulable" or "spec.hostNetwork" ? "false" : field is "status.replicas" or "status.succeeded" ? "0" : "";
        return Json.Text(node) ?? Json.ToText(node);
    }
}
