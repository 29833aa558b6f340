namespace KfPipelineTasks.Manifests.Reading;

/// <summary>Reads a part of a string without copying it.</summary>
internal sealed class PieceReader : TextReader
{
    private readonly string _text;
    private readonly int _end;
    private int _at;

    public PieceReader(string text, TextPiece piece)
    {
        _text = text;
        _at = piece.Start;
        _end = piece.Start + piece.Length;
    }

    public override int Peek() => _at < _end ? _text[_at] : -1;

    public override int Read() => _at < _end ? _text[_at++] : -1;

    public override int Read(char[] buffer, int index, int count)
    {
        var taken = Math.Min(count, _end - _at);
        _text.CopyTo(_at, buffer, index, taken);
        _at += taken;
        return taken;
    }
}
