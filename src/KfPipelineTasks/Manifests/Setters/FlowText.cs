using YamlDotNet.Core;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Writes a node on one line, in brackets and braces.</summary>
internal static class FlowText
{
    /// <param name="map">Where the node is.</param>
    /// <param name="node">Its index.</param>
    /// <param name="insideFlow">True when the text will stand inside brackets.</param>
    public static string Of(YamlMap map, int node, bool insideFlow) => map.Nodes[node].Kind switch
    {
        NodeKind.List => $"[{string.Join(", ", map.Children(node).Select(item => Of(map, item, insideFlow: true)))}]",
        NodeKind.Map => $"{{{string.Join(", ", map.Entries(node).Select(e => $"{Of(map, e.Key, insideFlow: true)}: {Of(map, e.Value, insideFlow: true)}"))}}}",
        _ => Scalar(map.Nodes[node], insideFlow),
    };

    private static string Scalar(in YamlNode node, bool insideFlow) => node switch
    {
        { FirstToken: < 0 } => "null",
        { Style: ScalarStyle.SingleQuoted } => ScalarText.SingleQuoted(node.Text!),
        { Style: ScalarStyle.Plain } when ScalarText.CanBePlain(node.Text!, insideFlow) => node.Text!,
        { Style: ScalarStyle.Plain } => ScalarText.Quoted(node.Text!),
        _ => ScalarText.DoubleQuoted(node.Text!),
    };
}
