using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Cluster.Contract.Servers;

/// <summary>A Kubernetes API server to hold expectations against, and an administrator's client for it.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http;
    private readonly string _token;
    private readonly Func<ValueTask> _stop;

    internal ApiServer(HttpClient http, string caPem, string token, Func<ValueTask> stop)
    {
        _http = http;
        CaPem = caPem;
        _token = token;
        _stop = stop;
    }

    public Uri Address => _http.BaseAddress!;

    public string CaPem { get; }

    public string Token => _token;

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json", string? accept = null)
    {
        using var request = New(method, path, body, contentType, accept);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, text, response.Headers.TryGetValues("Warning", out var warnings) ? [.. warnings] : []);
    }

    private HttpRequestMessage New(HttpMethod method, string path, string? body, string contentType, string? accept)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("contract", "1"));
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is null) return request;
        request.Content = new StringContent(body);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return request;
    }

    public Task<Answer> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, accept: accept);

    public Task<Answer> CreateAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> DeleteAsync(string path, string? body = null) => SendAsync(HttpMethod.Delete, path, body);

    /// <summary>Server-side apply.</summary>
    public Task<Answer> ApplyAsync(string path, string body, string manager = "m1", string more = "") =>
        SendAsync(HttpMethod.Patch, $"{path}?fieldManager={manager}{more}", body, "application/apply-patch+yaml");

    public Task<Answer> PatchAsync(string path, string body, string type = "merge-patch") => SendAsync(HttpMethod.Patch, path, body, $"application/{type}+json");

    /// <summary>Reads the first events of a watch.</summary>
    public async Task<List<JsonObject>> WatchAsync(string path, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var request = New(HttpMethod.Get, path, null, "", null);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        var events = new List<JsonObject>();
        while (events.Count < count && await reader.ReadLineAsync(patience.Token) is { } line) events.Add((JsonObject)JsonNode.Parse(line)!);
        return events;
    }

    /// <summary>A namespace of its own for an expectation.</summary>
    public async Task<string> NewNamespaceAsync()
    {
        var answer = await CreateAsync("/api/v1/namespaces", """{"apiVersion":"v1","kind":"Namespace","metadata":{"generateName":"contract-"}}""");
        return answer.Text("metadata", "name");
    }

    /// <summary>Looks until it sees what is awaited.</summary>
    public static async Task<Answer> UntilAsync(string awaited, Func<Task<Answer>> look, Func<Answer, bool> enough)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await look();
            if (enough(answer)) return answer;
            if (patience.IsCancellationRequested) throw new TimeoutException($"Still waiting for {awaited} after {Patience.TotalSeconds} s; last seen: {answer.Code} {answer.Body}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _stop();
    }
}
