using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using LocalCloud.Host;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Kube;

/// <summary>
/// What listens on the ports of Pods: simulated programs register here, and port-forwarding leads to them. They share one HTTP
/// server on 127.0.0.1, which begins with the first connection and tells programs apart by the port a connection comes from.
/// </summary>
public sealed class PodPorts : IAsyncDisposable
{
    private readonly ConcurrentQueue<Func<JsonObject, int, RequestDelegate?>> _programs = new();
    private readonly ConcurrentDictionary<int, RequestDelegate> _connected = new();
    private readonly Lazy<Task<LoopbackListener>> _listener;

    public PodPorts() => _listener = new(() => LoopbackListener.StartAsync(0, null, HandleAsync, CancellationToken.None));

    /// <summary>Adds programs.</summary>
    /// <param name="find">The program on a port of a Pod; null where none of these listens.</param>
    public void Register(Func<JsonObject, int, RequestDelegate?> find) => _programs.Enqueue(find);

    public async ValueTask DisposeAsync()
    {
        if (_listener.IsValueCreated) await (await _listener.Value).DisposeAsync();
    }

    /// <summary>The program on a port of a Pod; null when nothing listens there.</summary>
    internal RequestDelegate? Find(JsonObject pod, int port) => _programs.Select(find => find(pod, port)).FirstOrDefault(program => program is not null);

    /// <summary>Connects to a program, as a peer inside the Pod would.</summary>
    internal async Task<Connection> ConnectAsync(RequestDelegate program, CancellationToken cancellation)
    {
        var listener = await _listener.Value;
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Known before the server can meet it.
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            _connected[port] = program;
            await socket.ConnectAsync(IPAddress.Loopback, listener.Port, cancellation);
            return new Connection(new NetworkStream(socket, ownsSocket: true), () => _connected.TryRemove(port, out _));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Task HandleAsync(HttpContext http) =>
        _connected.TryGetValue(http.Connection.RemotePort, out var program) ? program(http) : Task.CompletedTask;

    /// <summary>An open connection.</summary>
    internal sealed class Connection(NetworkStream stream, Action forget) : IDisposable
    {
        public NetworkStream Stream { get; } = stream;

        public void Dispose()
        {
            Stream.Dispose();
            forget();
        }
    }
}
