using System.Net;
using System.Net.Sockets;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Names;

/// <summary>Asks the resolver of the machine.</summary>
public sealed class SystemNames : INames
{
    public async Task<IReadOnlyList<string>> AddressesAsync(string host, CancellationToken cancellation)
    {
        try
        {
            return [.. (await Dns.GetHostAddressesAsync(host, cancellation)).Select(address => address.ToString())];
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain)
        {
            return [];
        }
        catch (SocketException e)
        {
            throw new DeployException($"{host}: asking the name system failed: {e.Message}", "Check the resolver of this machine.", e);
        }
    }
}
