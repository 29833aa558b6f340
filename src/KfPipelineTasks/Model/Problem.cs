namespace KfPipelineTasks.Model;

/// <summary>One thing that stands in the way.</summary>
/// <param name="Message">Object, act and cause, in that order.</param>
/// <param name="At">Where to look, when it is in a file.</param>
/// <param name="Next">What to do next; null when the message says it already.</param>
public sealed record Problem(string Message, SourcePosition? At = null, string? Next = null)
{
    /// <summary>An object of a namespaced kind that names no namespace.</summary>
    public static Problem NoNamespace(Resource resource) =>
        new($"{resource.Id} has no namespace, and objects of its kind live in one.", resource.Source, "Set metadata.namespace, or the namespace of the package.");

    /// <summary>An object whose namespace nobody brings.</summary>
    public static Problem MissingNamespace(Resource resource, string ns) =>
        new($"{resource.Id}: namespace {ns} is neither in the cluster nor among the manifests.", resource.Source, $"Add a manifest for Namespace {ns}.");

    public override string ToString()
    {
        var text = At is null ? Message : $"{At}: {Message}";
        return Sentence.Join(text, Next);
    }
}
