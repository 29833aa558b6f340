using System.Buffers.Binary;

namespace LocalCloud.Kube.Documents;

/// <summary>Walks over the fields of a Protobuf message.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Number of the current field.</summary>
    public int Number { get; private set; }

    /// <summary>Value of a varint or fixed field.</summary>
    public ulong Varint { get; private set; }

    /// <summary>Value of a length-delimited field.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <exception cref="FormatException">The message is broken.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        var key = ReadVarint();
        Number = (int)(key >> 3);
        Bytes = default;
        Varint = 0;
        switch (key & 7)
        {
            case 0: Varint = ReadVarint(); break;
            case 1: Varint = BinaryPrimitives.ReadUInt64LittleEndian(Take(8)); break;
            case 2: Bytes = Take(ReadVarint()); break;
            case 5: Varint = BinaryPrimitives.ReadUInt32LittleEndian(Take(4)); break;
            default: throw new FormatException("proto: illegal wireType");
        }
        return true;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length) throw new FormatException("unexpected EOF");
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw new FormatException("proto: integer overflow");
    }
}
