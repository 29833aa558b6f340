using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// Writes down where every token stands while the parser reads. Comments are left out of the parser's sight, because it
/// refuses them behind tagged values; they are found afterwards in the gaps between the tokens.
/// </summary>
internal sealed class RecordingScanner(IScanner inner, int offset, int capacity) : IScanner
{
    private Token? _last;

    /// <summary>Tokens in the order of the text.</summary>
    public List<TokenSpan> Tokens { get; } = new(capacity);

    /// <summary>How many of <see cref="Tokens"/> the parser is done with.</summary>
    public int Consumed { get; private set; }

    public Mark CurrentPosition => inner.CurrentPosition;

    public Token? Current => inner.Current;

    public bool MoveNext()
    {
        ConsumeCurrent();
        return MoveNextWithoutConsuming();
    }

    public bool MoveNextWithoutConsuming()
    {
        if (!inner.MoveNextWithoutConsuming()) return false;
        if (ReferenceEquals(_last, inner.Current)) return true;
        _last = inner.Current;
        if (KindOf(_last) is { } kind) Tokens.Add(Span(kind, _last!));
        return true;
    }

    public void ConsumeCurrent()
    {
        Consumed = Tokens.Count;
        inner.ConsumeCurrent();
    }

    private TokenSpan Span(TokenKind kind, Token token)
    {
        var start = (int)token.Start.Index + offset;
        // Brackets and "..." are reported without a width.
        var end = kind switch
        {
            TokenKind.OpenList or TokenKind.CloseList or TokenKind.OpenMap or TokenKind.CloseMap => start + 1,
            TokenKind.DocumentEnd => start + 3,
            _ => (int)token.End.Index + offset,
        };
        return new TokenSpan(kind, start, end);
    }

    private static TokenKind? KindOf(Token? token) => token switch
    {
        Scalar => TokenKind.Scalar,
        Value => TokenKind.Colon,
        BlockEntry => TokenKind.Dash,
        FlowEntry => TokenKind.Comma,
        FlowSequenceStart => TokenKind.OpenList,
        FlowSequenceEnd => TokenKind.CloseList,
        FlowMappingStart => TokenKind.OpenMap,
        FlowMappingEnd => TokenKind.CloseMap,
        Anchor => TokenKind.Anchor,
        Tag => TokenKind.Tag,
        AnchorAlias => TokenKind.Alias,
        DocumentStart => TokenKind.DocumentStart,
        DocumentEnd => TokenKind.DocumentEnd,
        // The key of "k: v" has no character of its own; the one of "? k" has.
        Key when token.End.Index > token.Start.Index => TokenKind.Question,
        _ => null,
    };
}
