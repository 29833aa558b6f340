namespace KfPipelineTasks.Gcp.Names;

/// <summary>Where host names lead.</summary>
public interface INames
{
    /// <summary>The IP addresses of a host; none when the name does not resolve (yet).</summary>
    /// <exception cref="Model.DeployException">Nobody could be asked.</exception>
    Task<IReadOnlyList<string>> AddressesAsync(string host, CancellationToken cancellation);
}
