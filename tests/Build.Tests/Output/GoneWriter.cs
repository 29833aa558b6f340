using System.Text;

namespace Build.Tests.Output;

/// <summary>A pipe whose reader goes away after some lines.</summary>
/// <param name="after">Flushes that succeed.</param>
internal sealed class GoneWriter(int after) : StringWriter
{
    public int Tries { get; private set; }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Flush()
    {
        if (++Tries > after) throw new IOException("Broken pipe");
    }
}
