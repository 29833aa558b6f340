using System.Text;

namespace Cake.Frosting.Tests.Support;

/// <summary>Writes to the target of the test that is running, or nowhere.</summary>
internal sealed class ForwardingWriter : TextWriter
{
    private readonly AsyncLocal<TextWriter?> _target = new();

    public TextWriter? Target
    {
        get => _target.Value;
        set => _target.Value = value;
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Target?.Write(value);

    public override void Write(string? value) => Target?.Write(value);
}
