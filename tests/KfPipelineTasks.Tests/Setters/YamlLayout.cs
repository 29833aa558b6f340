namespace KfPipelineTasks.Tests.Setters;

/// <summary>How a generated document is written down.</summary>
public sealed record YamlLayout(bool ByteOrderMark, string NewLine, int Indent, int ListIndent, string BeforeComment, bool BlankLines, bool Comments, bool FinalBreak, bool Header);
