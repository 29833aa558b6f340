namespace KfPipelineTasks.Cluster.Access;

/// <summary>A credential that does not change.</summary>
public sealed class FixedCredential(Credential credential) : ICredentialSource
{
    public static FixedCredential None { get; } = new(Credential.None);

    public ValueTask<Credential> GetAsync(Credential? refused, CancellationToken cancellation) => ValueTask.FromResult(credential);
}
