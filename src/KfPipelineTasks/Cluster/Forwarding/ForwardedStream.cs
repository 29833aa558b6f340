using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace KfPipelineTasks.Cluster.Forwarding;

/// <summary>
/// The bytes of one forwarded connection. Every WebSocket message begins with its channel: 0 is data, 1 is what went wrong; and
/// each channel begins with the number of the port in two bytes.
/// </summary>
/// <param name="socket">The open WebSocket; closed with the stream.</param>
/// <param name="about">Object and act, for messages.</param>
internal sealed class ForwardedStream(WebSocket socket, string about) : Stream
{
    private const byte Data = 0;
    private const int Greeting = 2;
    private const int Chunk = 32 * 1024;

    private readonly int[] _greeted = new int[2];
    private byte[] _frame = new byte[Chunk];
    private ReadOnlyMemory<byte> _left;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">The other end said what went wrong, or the connection broke.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_left.IsEmpty)
        {
            if (!await NextAsync(cancellationToken)) return 0;
        }

        var count = Math.Min(buffer.Length, _left.Length);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return count;
    }

    /// <exception cref="IOException">The connection broke.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var message = ArrayPool<byte>.Shared.Rent(buffer.Length + 1);
        try
        {
            message[0] = Data;
            buffer.CopyTo(message.AsMemory(1));
            await socket.SendAsync(message.AsMemory(0, buffer.Length + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (WebSocketException e)
        {
            throw new IOException($"{about}: {e.Message}", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message, clearArray: true);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // Every write is sent at once.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) socket.Dispose();
        base.Dispose(disposing);
    }

    // One whole message; false at the end.
    private async ValueTask<bool> NextAsync(CancellationToken cancellation)
    {
        var length = 0;
        try
        {
            ValueWebSocketReceiveResult received;
            do
            {
                if (length == _frame.Length) Array.Resize(ref _frame, length * 2);
                received = await socket.ReceiveAsync(_frame.AsMemory(length), cancellation);
                if (received.MessageType == WebSocketMessageType.Close) return false;
                length += received.Count;
            }
            while (!received.EndOfMessage);
        }
        catch (WebSocketException e)
        {
            throw new IOException($"{about}: {e.Message}", e);
        }

        if (length > 0) Take(_frame[0], _frame.AsMemory(1, length - 1));
        return true;
    }

    private void Take(byte channel, ReadOnlyMemory<byte> bytes)
    {
        if (channel >= _greeted.Length) return;
        var greeting = Math.Min(Greeting - _greeted[channel], bytes.Length);
        _greeted[channel] += greeting;
        bytes = bytes[greeting..];
        if (channel == Data) _left = bytes;
        else if (!bytes.IsEmpty) throw new IOException($"{about}: {Encoding.UTF8.GetString(bytes.Span)}");
    }
}
