namespace KfPipelineTasks.Manifests.Setters;

/// <summary>The tokens that stand for characters of the text.</summary>
internal enum TokenKind : byte
{
    Scalar,
    Anchor,
    Tag,
    Alias,
    Colon,
    Dash,
    Question,
    Comma,
    OpenList,
    CloseList,
    OpenMap,
    CloseMap,
    DocumentStart,
    DocumentEnd,
}
