namespace KfPipelineTasks.Manifests.Reading;

/// <summary>
/// Cuts a YAML stream into pieces that can be parsed on their own. YAML forbids a line that starts with <c>---</c> and a
/// white space inside any scalar (rule c-forbidden), so such a line is always the start of a document: no parsing is needed
/// to find it, and a <c>---</c> inside a block scalar, being indented, is none.
/// </summary>
internal static class DocumentSplitter
{
    /// <summary>The pieces in order; directives (<c>%YAML 1.1</c>) stay with the document they belong to.</summary>
    public static List<TextPiece> Split(string text)
    {
        var pieces = new List<TextPiece>();
        var start = 0;
        var startLine = 1;
        var line = 1;
        var preface = Preface.Blank;
        for (var at = 0; at < text.Length;)
        {
            if (at > start && IsDocumentStart(text, at) && preface != Preface.Directives)
            {
                pieces.Add(new TextPiece(start, at - start, startLine));
                (start, startLine, preface) = (at, line, Preface.Content);
            }
            else if (preface != Preface.Content)
            {
                preface = Look(text, at, preface);
            }

            var end = text.IndexOf('\n', at);
            if (end < 0) break;
            at = end + 1;
            line++;
        }

        if (start < text.Length) pieces.Add(new TextPiece(start, text.Length - start, startLine));
        return pieces;
    }

    private static bool IsDocumentStart(string text, int at) =>
        at + 3 <= text.Length && text[at] == '-' && text[at + 1] == '-' && text[at + 2] == '-'
        && (at + 3 == text.Length || text[at + 3] is ' ' or '\t' or '\r' or '\n');

    // What stands before the first document of a piece: nothing, directives (which the next document needs), or a document.
    private static Preface Look(string text, int at, Preface before) => text[at] switch
    {
        '\r' or '\n' or '#' or '\uFEFF' => before,
        '%' => Preface.Directives,
        _ => Preface.Content,
    };

    private enum Preface
    {
        Blank,
        Directives,
        Content,
    }
}
