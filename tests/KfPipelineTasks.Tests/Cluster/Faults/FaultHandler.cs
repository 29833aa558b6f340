using System.Net;
using System.Text;

namespace KfPipelineTasks.Tests.Cluster.Faults;

/// <summary>Spoils chosen requests on their way.</summary>
internal sealed class FaultHandler(HttpMessageHandler inner, string fault, Func<int, HttpRequestMessage, bool> hits) : DelegatingHandler(inner)
{
    private int _number;

    public int Spoiled { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _number);
        if (!hits(number, request)) return await base.SendAsync(request, cancellationToken);
        Spoiled++;
        switch (fault)
        {
            case "reset before":
                throw new HttpRequestException("reset", new IOException("Connection reset by peer"));
            case "reset after":
                (await base.SendAsync(request, cancellationToken)).Dispose();
                throw new HttpRequestException("reset", new IOException("Connection reset by peer"));
            case "stall":
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                break;
            case "half a body":
                var whole = await base.SendAsync(request, cancellationToken);
                whole.Content = new StreamContent(new CutStream(await whole.Content.ReadAsStreamAsync(cancellationToken), 50));
                return whole;
        }

        return fault switch
        {
            "429" => Status(429, "TooManyRequests", "too many requests, please try again later"),
            "503" => Status(503, "ServiceUnavailable", "apiserver is shutting down"),
            "504" => Status(504, "Timeout", "request did not complete within the allotted timeout"),
            "etcd" => Status(500, "InternalError", "etcdserver: leader changed"),
            "409" => Status(409, "Conflict", "Operation cannot be fulfilled: the object has been modified"),
            "admission" => Status(500, "InternalError", "Internal error occurred: failed calling webhook \"w\": failed to call webhook: Post \"https://w.ns.svc:443/?timeout=10s\": dial tcp: connect: connection refused"),
            "401" => Status(401, "Unauthorized", "Unauthorized"),
            "410" => Status(410, "Expired", "too old resource version"),
            _ => throw new InvalidOperationException($"No fault {fault}."),
        };
    }

    private static HttpResponseMessage Status(int code, string reason, string message) => new((HttpStatusCode)code)
    {
        Content = new StringContent(System.Text.Json.JsonSerializer.Serialize(new { kind = "Status", apiVersion = "v1", status = "Failure", reason, message, code }), Encoding.UTF8, "application/json"),
    };
}
