using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KfPipelineTasks.Tests.Manifests.Vendoring;

/// <summary>A server on 127.0.0.1 with one text for every address.</summary>
internal sealed class OneFile : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public OneFile(string text)
    {
        _listener.Start();
        _serving = ServeAsync(text);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _serving);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(string text)
    {
        var answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.UTF8.GetByteCount(text)}\r\nConnection: close\r\n\r\n{text}");
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, leaveOpen: true);
            // The question ends with an empty line; whatever it is, the answer is the same.
            string? line;
            do line = await reader.ReadLineAsync(_stop.Token);
            while (line is { Length: > 0 });
            Asked++;
            await stream.WriteAsync(answer, _stop.Token);
        }
    }
}
