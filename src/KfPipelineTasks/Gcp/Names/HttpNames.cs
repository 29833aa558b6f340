using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Names;

/// <summary>Asks a name server over HTTP, in the JSON of Google Public DNS (<c>https://dns.google/resolve</c>).</summary>
/// <param name="resolver">Address of the question, without its query.</param>
public sealed class HttpNames(Uri resolver) : INames, IDisposable
{
    private const int AddressRecord = 1;
    private readonly HttpClient _http = new();

    public async Task<IReadOnlyList<string>> AddressesAsync(string host, CancellationToken cancellation)
    {
        try
        {
            using var answer = JsonDocument.Parse(await _http.GetByteArrayAsync(new Uri(resolver, $"?name={Uri.EscapeDataString(host)}&type=A"), cancellation));
            return [.. answer.RootElement.Items("Answer").Where(record => record.Number("type") == AddressRecord).Select(record => record.Text("data")).OfType<string>()];
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            throw new DeployException($"{host}: asking {resolver} failed: {e.Message}", "Check that it can be reached.", e);
        }
    }

    public void Dispose() => _http.Dispose();
}
