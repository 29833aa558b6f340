using System.Net;
using System.Text.Json;

namespace KfPipelineTasks.Pipelines;

/// <summary>The door to a Pipelines API: one GET at a time, every answer a value. Redirects are not followed, they are answers.</summary>
/// <param name="http">The way there; follows no redirects and keeps no cookies.</param>
/// <param name="address">Base address: what stands before <c>/apis/v2beta1</c>.</param>
/// <param name="time">The clock of the time-out.</param>
public sealed class PipelinesClient(HttpMessageInvoker http, Uri address, TimeProvider time)
{
    private const int LongestBody = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Base address of the API.</summary>
    public Uri Address { get; } = address;

    /// <summary>Asks.</summary>
    /// <param name="path">Path and query below the base address: <c>apis/v2beta1/healthz</c>.</param>
    /// <param name="credential">What to show; null for nothing.</param>
    /// <param name="cancellation">Ends the request.</param>
    public async Task<PipelinesAnswer> GetAsync(string path, PipelinesCredential? credential, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Address.ToString().TrimEnd('/')}/{path}");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (credential is not null) request.Headers.TryAddWithoutValidation(credential.Header, credential.Scheme + credential.Value.Reveal());
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new PipelinesAnswer(0, $"{Address.Authority} did not answer within {Patience.TotalSeconds:0} s.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new PipelinesAnswer(0, $"{Address.Authority}: {Innermost(e).Message}");
        }
    }

    private static async Task<PipelinesAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (kept.Length < LongestBody && await body.ReadAsync(buffer, cancellation) is > 0 and var length) kept.Write(buffer, 0, length);
        var text = System.Text.Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
        return new PipelinesAnswer((int)response.StatusCode, text)
        {
            Json = Parse(text),
            Location = response.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect ? response.Headers.Location?.ToString() : null,
            IsFromProxy = response.Headers.Contains("x-goog-iap-generated-response"),
        };
    }

    // A sign-in page comes with status 200 too; it is no answer of the API.
    private static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
