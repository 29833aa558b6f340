using System.Text.Json.Nodes;

namespace LocalCloud.Kube.Api;

/// <summary>One served version of a custom resource definition.</summary>
internal sealed class CustomVersion
{
    /// <summary>Name of the definition, such as <c>widgets.example.com</c>.</summary>
    public required string Definition { get; init; }

    /// <summary>Version in which objects are stored.</summary>
    public required string StorageVersion { get; init; }

    /// <summary>The structural schema; null when the version keeps everything.</summary>
    public JsonObject? Schema { get; init; }

    public IReadOnlyList<PrinterColumn> Columns { get; init; } = [];

    public ScalePaths? Scale { get; init; }

    /// <summary>JSON paths that field selectors may name, such as <c>spec.colour</c>.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>What to warn about when the version is deprecated; null otherwise.</summary>
    public string? DeprecationWarning { get; init; }
}
