using YamlDotNet.Core;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>A node of a <see cref="YamlMap"/>. Nodes stand in reading order, so a node's descendants follow it directly.</summary>
internal struct YamlNode
{
    public NodeKind Kind;
    public NodeRole Role;
    public bool IsFlow;
    private byte _style;

    /// <summary>Index of the parent; -1 for a document.</summary>
    public int Parent;

    /// <summary>Position among the items of a list; for a value the index of its key.</summary>
    public int Place;

    /// <summary>First and last token; none (-1) for a scalar that is not written down.</summary>
    public int FirstToken;
    public int LastToken;

    /// <summary>Index behind the last descendant.</summary>
    public int Next;

    /// <summary>Text of a scalar, name of an alias.</summary>
    public string? Text;
    public string? Anchor;
    public string? Tag;

    /// <summary>How a scalar is written.</summary>
    public ScalarStyle Style
    {
        readonly get => (ScalarStyle)_style;
        set => _style = (byte)value;
    }

    /// <summary>True for a scalar whose type YAML derives from its text.</summary>
    public readonly bool IsPlain => Kind == NodeKind.Scalar && Style == ScalarStyle.Plain;
}
