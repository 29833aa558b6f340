using System.Net;
using System.Net.Http.Headers;
using KfPipelineTasks.Cluster.Access;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>Shows the credential with every request, and asks once for another one when it is refused.</summary>
internal sealed class CredentialHandler(ClusterAccess access, CertificateBox box, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var credential = await access.Credentials.GetAsync(null, cancellationToken);
        Show(request, credential);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized) return response;
        var another = await access.Credentials.GetAsync(credential, cancellationToken);
        if (ReferenceEquals(another, credential)) return response;
        response.Dispose();
        // A refused credential changes nothing, so every request may be sent again; content is in memory and can be read twice.
        using var again = Copy(request);
        Show(again, another);
        return await base.SendAsync(again, cancellationToken);
    }

    private void Show(HttpRequestMessage request, Credential credential)
    {
        box.Certificate = credential.Certificate;
        request.Headers.Authorization = credential.Token is { } token ? new AuthenticationHeaderValue(credential.Scheme, token.Reveal()) : null;
    }

    private static HttpRequestMessage Copy(HttpRequestMessage request)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Version = request.Version, VersionPolicy = request.VersionPolicy, Content = request.Content };
        foreach (var (name, values) in request.Headers.NonValidated) copy.Headers.TryAddWithoutValidation(name, values);
        return copy;
    }
}
