using System.Security.Cryptography.X509Certificates;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Access;

/// <summary>What a request shows to the API server.</summary>
/// <param name="Token">Text of the Authorization header after the scheme; null when a certificate says who we are.</param>
/// <param name="Scheme"><c>Bearer</c> or <c>Basic</c>.</param>
/// <param name="Certificate">Client certificate with its key.</param>
/// <param name="Expires">When the issuer says it ends; null when unknown.</param>
public sealed record Credential(Secret? Token, string Scheme = "Bearer", X509Certificate2? Certificate = null, DateTimeOffset? Expires = null)
{
    /// <summary>Nobody: <c>system:anonymous</c>.</summary>
    public static Credential None { get; } = new((Secret?)null);
}
