using System.Buffers.Binary;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Kube.Http.Subresources;

/// <summary>
/// <c>portforward</c> of a Pod over WebSockets: channel 0 carries data, channel 1 what went wrong, and each begins with the port's
/// number in two bytes.
/// </summary>
internal sealed class PortForwarding(KubeCluster cluster)
{
    private const string Protocol = "v4.channel.k8s.io";
    private const byte Data = 0;
    private const byte Error = 1;
    private const int Chunk = 32 * 1024;

    public async Task HandleAsync(HttpContext http, JsonObject pod)
    {
        if (!http.WebSockets.IsWebSocketRequest || !http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol))
            throw new ApiException(501, "NotImplemented", $"pods/portforward is served over WebSockets with the protocol {Protocol} here, and not in the way this client asks for it");
        if (!int.TryParse(http.Request.Query["ports"], CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535) throw ApiErrors.BadRequest("query parameter \"ports\" is required: one port");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, cluster.Stopping);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(Protocol);
        try
        {
            await GreetAsync(socket, port, stop.Token);
            await ForwardAsync(socket, pod, port, stop.Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop.Token);
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException or IOException)
        {
            // One of both ends has gone; there is nobody to tell.
        }
    }

    private async Task ForwardAsync(WebSocket socket, JsonObject pod, int port, CancellationToken stop)
    {
        if (Json.Text(pod, "status", "phase") != "Running")
        {
            await SendAsync(socket, Error, Encoding.UTF8.GetBytes($"unable to forward port because pod is not running. Current status={Json.Text(pod, "status", "phase") ?? "Pending"}"), stop);
            return;
        }

        if (cluster.Ports.Find(pod, port) is not { } program)
        {
            await SendAsync(socket, Error, Encoding.UTF8.GetBytes($"error forwarding port {port} to pod {Json.Text(pod, "metadata", "name")}: failed to connect to localhost:{port} inside namespace: dial tcp4 127.0.0.1:{port}: connect: connection refused"), stop);
            return;
        }

        using var connection = await cluster.Ports.ConnectAsync(program, stop);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var both = new[] { InAsync(socket, connection.Stream, either.Token), OutAsync(connection.Stream, socket, either.Token) };
        await Task.WhenAny(both);
        await either.CancelAsync();
        await Task.WhenAll(both);
    }

    private static async Task InAsync(WebSocket socket, Stream program, CancellationToken stop)
    {
        var buffer = new byte[Chunk];
        var begins = true;
        var channel = Data;
        while (await socket.ReceiveAsync(buffer.AsMemory(), stop) is var received && received.MessageType != WebSocketMessageType.Close)
        {
            var rest = buffer.AsMemory(0, received.Count);
            if (begins && rest.Length > 0)
            {
                channel = rest.Span[0];
                rest = rest[1..];
            }

            begins = received.EndOfMessage;
            if (channel == Data && rest.Length > 0) await program.WriteAsync(rest, stop);
        }
    }

    private static async Task OutAsync(Stream program, WebSocket socket, CancellationToken stop)
    {
        var buffer = new byte[Chunk];
        while (await program.ReadAsync(buffer, stop) is > 0 and var length) await SendAsync(socket, Data, buffer.AsMemory(0, length), stop);
    }

    private static async Task GreetAsync(WebSocket socket, int port, CancellationToken stop)
    {
        var number = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)port);
        await SendAsync(socket, Data, number, stop);
        await SendAsync(socket, Error, number, stop);
    }

    private static async Task SendAsync(WebSocket socket, byte channel, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        byte[] message = [channel, .. bytes.Span];
        await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, stop);
    }
}
