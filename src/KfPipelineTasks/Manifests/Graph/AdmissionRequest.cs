using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>What the API server shows its webhooks when an object is written.</summary>
/// <param name="Kind">The kind's facts.</param>
/// <param name="Group">Group of the request.</param>
/// <param name="Version">Version of the request.</param>
/// <param name="InNamespace">The object lives in a namespace.</param>
/// <param name="NamespaceLabels">Labels of that namespace, or of the object itself when it is a Namespace; null when no namespace is involved.</param>
/// <param name="Labels">Labels of the object.</param>
/// <param name="Operations">What may be asked: <c>CREATE</c>, <c>UPDATE</c>, or either where that is not known.</param>
internal sealed record AdmissionRequest(
    KindInfo Kind,
    string Group,
    string Version,
    bool InNamespace,
    IReadOnlyDictionary<string, string>? NamespaceLabels,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<string> Operations)
{
    /// <summary>What below the object is written, such as <c>status</c>; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Writing down who intercepts whom must not itself be intercepted: the API server never asks a webhook about these.</summary>
    public bool IsExempt => Group == "admissionregistration.k8s.io";

    /// <summary>The request for an object of the set.</summary>
    public static AdmissionRequest For(Resource resource, Kinds kinds, Namespaces namespaces, IReadOnlyList<string> operations)
    {
        var kind = kinds.Of(resource.Id);
        var isNamespace = resource.Id is { Group: "", Kind: "Namespace" };
        var inNamespace = !isNamespace && kind.Namespaced != false && resource.Id.Namespace is not null;
        var labels = isNamespace ? namespaces.LabelsOf(resource.Id.Name) : inNamespace ? namespaces.LabelsOf(resource.Id.Namespace!) : null;
        // Defaults are written before webhooks are asked, so a Namespace carries its name as a label by then.
        var own = isNamespace ? new Dictionary<string, string>(Namespaces.LabelsIn(resource)) { ["kubernetes.io/metadata.name"] = resource.Id.Name } : Namespaces.LabelsIn(resource);
        return new AdmissionRequest(kind, resource.Id.Group, resource.Id.Version, inNamespace, labels, own, operations);
    }
}
