using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Build.Tests.Actions;

/// <summary>An HTTP server on loopback that gives a file, well or badly: each request gets the next of the answers, and the last one for ever.</summary>
internal sealed class Mirror : IAsyncDisposable
{
    /// <summary>How a request is answered.</summary>
    public enum Answer
    {
        Whole,
        Truncated,
        Damaged,
        Unavailable,
    }

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<Answer> _answers;
    private readonly byte[] _content;
    private readonly Task _serving;

    public Mirror(byte[] content, params Answer[] answers)
    {
        (_content, _answers) = (content, new Queue<Answer>(answers));
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    /// <summary>Requests so far.</summary>
    public int Requests { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (IOException)
            {
                // A client that went away is its own business.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
        {
            // The head says nothing that is needed here.
        }

        Requests++;
        var answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        var status = answer == Answer.Unavailable ? "503 Service Unavailable" : "200 OK";
        var body = answer switch
        {
            Answer.Unavailable => [],
            Answer.Damaged => [.. _content[..^1], (byte)~_content[^1]],
            _ => _content,
        };
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), _stop.Token);
        await stream.WriteAsync(answer == Answer.Truncated ? body.AsMemory(0, body.Length / 2) : body, _stop.Token);
    }
}
