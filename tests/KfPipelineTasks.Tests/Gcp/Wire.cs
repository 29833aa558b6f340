using System.Net;
using System.Text;

namespace KfPipelineTasks.Tests.Gcp;

/// <summary>Sits between the door and the network: writes down every request, and breaks those it is told to.</summary>
internal sealed class Wire
{
    private readonly Lock _gate = new();
    private readonly List<WireRequest> _requests = [];

    /// <summary>What was sent, in order.</summary>
    public IReadOnlyList<WireRequest> Requests
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    public IReadOnlyList<WireRequest> Writes => [.. Requests.Where(r => r.Writes)];

    /// <summary>Asked before each request: an answer in place of the server's, an exception, or null to let it pass.</summary>
    public Func<WireRequest, HttpResponseMessage?>? Before { get; set; }

    /// <summary>Told after the server has answered: may lose the answer by throwing.</summary>
    public Action<WireRequest>? After { get; set; }

    /// <summary>Told after the server has answered: an answer in place of the server's, or null to let it pass.</summary>
    public Func<WireRequest, HttpResponseMessage?>? Instead { get; set; }

    /// <summary>Asked before each request: true when it is never answered. Told again by <see cref="Stalled"/>.</summary>
    public Func<WireRequest, bool>? Stalls { get; set; }

    /// <summary>Told when a request is on its way that is never answered.</summary>
    public Action? Stalled { get; set; }

    public void Clear()
    {
        lock (_gate) _requests.Clear();
    }

    public HttpMessageHandler Between(HttpMessageHandler network) => new Handler(this, network);

    /// <summary>An error as Google writes it.</summary>
    public static HttpResponseMessage Error(int status, string code, string message, string? reason = null)
    {
        var details = reason is null ? "" : $$$""","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"{{{reason}}}","domain":"googleapis.com","metadata":{"service":"container.googleapis.com"}}]""";
        return new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent($$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}","status":"{{{code}}}"{{{details}}}}}""", Encoding.UTF8, "application/json"),
        };
    }

    private WireRequest Note(HttpRequestMessage message, string? body)
    {
        lock (_gate)
        {
            var request = new WireRequest(_requests.Count, message.Method.Method, message.RequestUri!.PathAndQuery, body, message.Headers.Authorization?.Parameter);
            _requests.Add(request);
            return request;
        }
    }

    private sealed class Handler(Wire wire, HttpMessageHandler network) : DelegatingHandler(network)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var noted = wire.Note(request, request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken));
            if (wire.Before?.Invoke(noted) is { } instead) return instead;
            if (wire.Stalls?.Invoke(noted) == true) await NeverAsync(wire, cancellationToken);
            var answer = await base.SendAsync(request, cancellationToken);
            wire.After?.Invoke(noted);
            return wire.Instead?.Invoke(noted) ?? answer;
        }

        private static Task NeverAsync(Wire wire, CancellationToken cancellation)
        {
            var never = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            wire.Stalled?.Invoke();
            return never;
        }
    }
}
