namespace KfPipelineTasks.Manifests.Setters;

/// <summary>A token and the characters it stands for.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of the first character.</param>
/// <param name="End">Offset behind the last one. A block scalar ends where its last line break ends.</param>
/// <param name="Node">Index of the node it belongs to; -1 when it belongs to none.</param>
internal readonly record struct TokenSpan(TokenKind Kind, int Start, int End, int Node = -1);
