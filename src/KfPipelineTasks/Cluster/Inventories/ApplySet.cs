using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Inventories;

/// <summary>The words of the ApplySet convention (KEP-3659).</summary>
internal static class ApplySet
{
    public const string IdLabel = "applyset.kubernetes.io/id";
    public const string PartOfLabel = "applyset.kubernetes.io/part-of";
    public const string ToolingAnnotation = "applyset.kubernetes.io/tooling";
    public const string KindsAnnotation = "applyset.kubernetes.io/contains-group-kinds";
    public const string NamespacesAnnotation = "applyset.kubernetes.io/additional-namespaces";
    public const string Tool = "kf-pipeline-tasks";

    /// <summary>Name and version of the tool, as the annotation wants it.</summary>
    public static string Tooling { get; } = $"{Tool}/v{typeof(ApplySet).Assembly.GetName().Version?.ToString(3)}";

    /// <summary><c>applyset-BASE64URL(SHA256("name.namespace.kind.group"))-v1</c>.</summary>
    public static string Id(string name, string ns, string kind, string group) =>
        $"applyset-{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}.{ns}.{kind}.{group}")))}-v1";

    public static IReadOnlySet<string> Words(string? annotation) =>
        (annotation ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet();

    /// <summary>One order, so that an unchanged set is an unchanged annotation.</summary>
    public static string Text(IEnumerable<string> words) => string.Join(',', words.Distinct().Order(StringComparer.Ordinal));

    /// <summary>Set an object belongs to; null when to none.</summary>
    public static string? SetOf(Resource live) => live.Label(PartOfLabel);
}
