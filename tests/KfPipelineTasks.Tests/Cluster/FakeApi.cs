using System.Net;
using System.Text;
using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Cluster.Api;

namespace KfPipelineTasks.Tests.Cluster;

/// <summary>Stands between a door and the network: answers as told, and remembers what was asked.</summary>
internal sealed class FakeApi(Func<HttpRequestMessage, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly Lock _gate = new();

    public List<string> Seen { get; } = [];

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Status(int code, string reason, string message, string more = "") =>
        Json($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"{{message}}","code":{{code}}{{more}}}""", (HttpStatusCode)code);

    public ClusterDoor Door(ICredentialSource? credentials = null, Action<string>? onWarning = null, TimeProvider? time = null) =>
        new(new ClusterAccess("fake", new Uri("https://fake.invalid")) { Credentials = credentials ?? FixedCredential.None }, Quick with { Between = _ => this, OnWarning = onWarning }, time);

    /// <summary>The door's own behaviour, in a hurry.</summary>
    public static DoorOptions Quick { get; } = new()
    {
        RetryFirst = TimeSpan.FromMilliseconds(1), RetryMost = TimeSpan.FromMilliseconds(5), AttemptTimeout = TimeSpan.FromSeconds(5), FirstPatience = TimeSpan.FromMilliseconds(300), Patience = TimeSpan.FromSeconds(5),
    };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        int number;
        lock (_gate)
        {
            Seen.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
            number = Seen.Count;
        }

        return Task.FromResult(answer(request, number));
    }
}
