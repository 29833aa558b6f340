using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Model;
using Polly;
using Polly.Retry;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>
/// The only door to a cluster: JSON in, JSON out. It repeats what may be repeated, adapts to an overloaded server, tells
/// refusals apart, and sends writes to the pinned cluster only. Safe for use by many at once.
/// </summary>
public sealed class ClusterDoor : IDisposable
{
    private static readonly ResiliencePropertyKey<KubeRequest> RequestKey = new("request");
    private static readonly ResiliencePropertyKey<long> StartedKey = new("started");
    private readonly ClusterAccess _access;
    private readonly DoorOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly AdaptiveLimit _limit;
    private readonly ResiliencePipeline<Attempt> _pipeline;
    private readonly HashSet<string> _warned = [];
    private readonly SemaphoreSlim _pinning = new(1, 1);
    private ClusterPin? _pin;
    private int _connections;
    private int _pinnedAt = -1;
    private int _requests;
    private int _writes;
    private int _refused;
    private int _repeated;
    private bool _everAnswered;
    private long _skewTicks;

    public ClusterDoor(ClusterAccess access, DoorOptions? options = null, TimeProvider? time = null)
    {
        _access = access;
        _options = options ?? new DoorOptions();
        _time = time ?? TimeProvider.System;
        var box = new CertificateBox();
        HttpMessageHandler network = Sockets.Handler(access, box, () => Interlocked.Increment(ref _connections));
        if (_options.Between is { } between) network = between(network);
        _http = new HttpClient(new CredentialHandler(access, box, network)) { Timeout = Timeout.InfiniteTimeSpan };
        _limit = new AdaptiveLimit(_options.Parallelism, _time);
        _pipeline = Pipeline();
        Kinds = new Discovery(this);
    }

    /// <summary>What people call the cluster.</summary>
    public string Name => _access.Name;

    /// <summary>Namespace of the context; null when it names none.</summary>
    public string? DefaultNamespace => _access.Namespace;

    /// <summary>The kinds the server has.</summary>
    public Discovery Kinds { get; }

    /// <summary>What went through so far.</summary>
    public DoorStatistics Statistics => new(_requests, _writes, _refused, _repeated);

    internal TimeProvider Time => _time;

    /// <summary>Connections opened so far.</summary>
    internal int Connections => Volatile.Read(ref _connections);

    internal int Parallelism => _options.Parallelism;

    /// <summary>Now, by the server's clock as its last answer told it: leases are written and judged by one clock.</summary>
    internal DateTimeOffset ServerNow => _time.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _skewTicks));

    /// <summary>Sends a request and gives its answer.</summary>
    /// <exception cref="KubeError">The server refused it, or could not be reached.</exception>
    public async Task<KubeResponse> SendAsync(KubeRequest request, CancellationToken cancellation)
    {
        if (request.Writes) await EnsurePinnedAsync(cancellation);
        return await SendUnpinnedAsync(request, cancellation);
    }

    /// <summary>Reads lines as they come, until the server ends the answer. Does not count against the parallelism.</summary>
    /// <param name="silence">How long the server may say nothing before it is taken for dead.</param>
    /// <exception cref="KubeError">The server refused it, could not be reached, or fell silent.</exception>
    internal async IAsyncEnumerable<string> LinesAsync(KubeRequest request, TimeSpan silence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var quiet = new CancellationTokenSource(silence, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(quiet.Token, cancellation);
        HttpResponseMessage? response = null;
        StreamReader? reader = null;
        try
        {
            reader = await GuardAsync(request, quiet, silence, async () =>
            {
                Interlocked.Increment(ref _requests);
                using var message = Message(request);
                response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
                if ((int)response.StatusCode >= 400)
                    throw ErrorReader.FromAnswer(request.About, (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token), response.Headers);
                return new StreamReader(await response.Content.ReadAsStreamAsync(either.Token));
            }, cancellation);
            while (await GuardAsync(request, quiet, silence, () => reader.ReadLineAsync(either.Token).AsTask(), cancellation) is { } line)
            {
                yield return line;
                quiet.CancelAfter(silence);
            }
        }
        finally
        {
            reader?.Dispose();
            response?.Dispose();
        }
    }

    /// <summary>Opens a WebSocket: a connection of its own, with the same credentials. Does not count against the parallelism.</summary>
    /// <exception cref="KubeError">The server refused it, or could not be reached.</exception>
    internal async Task<WebSocket> SocketAsync(string path, string protocol, string about, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _requests);
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(protocol);
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("User-Agent", UserAgent);
        if (_access.TlsServerName is { } name) socket.Options.SetRequestHeader("Host", name);
        foreach (var (header, value) in _access.Headers) socket.Options.SetRequestHeader(header, value);
        var address = new Uri(_access.Server.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);
        try
        {
            await socket.ConnectAsync(new UriBuilder(address) { Scheme = address.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" }.Uri, _http, cancellation);
            return socket;
        }
        catch (WebSocketException e)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            throw status >= 400 ? ErrorReader.FromRefusedUpgrade(about, status) : ErrorReader.FromException(about, e, _access.Server);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads which cluster this is, and holds every later write to it.</summary>
    public async Task<ClusterPin> PinAsync(CancellationToken cancellation)
    {
        await EnsurePinnedAsync(cancellation);
        return _pin!;
    }

    /// <summary>Holds every write to a cluster known from before.</summary>
    /// <exception cref="DeployException">The door leads to another cluster.</exception>
    public async Task ExpectAsync(ClusterPin pin, CancellationToken cancellation)
    {
        _pin = pin;
        _pinnedAt = -1;
        await EnsurePinnedAsync(cancellation);
    }

    public void Dispose()
    {
        _http.Dispose();
        _pinning.Dispose();
        Kinds.Dispose();
        (_access.Credentials as IDisposable)?.Dispose();
    }

    // A connection that is still the same leads to the same server. Only a new one has to prove where it leads.
    private async Task EnsurePinnedAsync(CancellationToken cancellation)
    {
        if (_pin is not null && _pinnedAt == Volatile.Read(ref _connections)) return;
        await _pinning.WaitAsync(cancellation);
        try
        {
            if (_pin is not null && _pinnedAt == Volatile.Read(ref _connections)) return;
            var found = await ReadPinAsync(cancellation);
            _pin ??= found;
            if (_pin.Uid is not null && found.Uid is not null && _pin.Uid != found.Uid)
            {
                throw new DeployException($"{Name}: writing is refused. The connection leads to another cluster (kube-system {found.Uid}) than the one this run is for ({_pin.Cluster}, kube-system {_pin.Uid}).",
                    "The cluster was recreated, or the context was changed under the run: check it, then run again from Validate on.");
            }

            _pinnedAt = Volatile.Read(ref _connections);
        }
        finally
        {
            _pinning.Release();
        }
    }

    private async Task<ClusterPin> ReadPinAsync(CancellationToken cancellation)
    {
        try
        {
            var answer = await SendUnpinnedAsync(new KubeRequest(HttpMethod.Get, "/api/v1/namespaces/kube-system", $"{Name}: reading its identity") { Repeatable = true }, cancellation);
            return new ClusterPin(answer.Body.Text("metadata", "uid"), Name);
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.Forbidden or KubeErrorKind.NotFound)
        {
            return new ClusterPin(null, Name);
        }
    }

    private async Task<KubeResponse> SendUnpinnedAsync(KubeRequest request, CancellationToken cancellation)
    {
        var context = ResilienceContextPool.Shared.Get(cancellation);
        try
        {
            context.Properties.Set(RequestKey, request);
            context.Properties.Set(StartedKey, _time.GetTimestamp());
            var last = await _pipeline.ExecuteAsync(async c => await AttemptAsync(c.Properties.GetValue(RequestKey, null!), c.CancellationToken), context);
            return last.Response ?? throw last.Error!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<Attempt> AttemptAsync(KubeRequest request, CancellationToken cancellation)
    {
        await _limit.EnterAsync(cancellation);
        Attempt attempt = default;
        try
        {
            attempt = await OnceAsync(request, cancellation);
            return attempt;
        }
        finally
        {
            _limit.Leave(throttled: attempt.Error?.Kind == KubeErrorKind.Throttled, answered: attempt.Response is not null);
        }
    }

    private async Task<Attempt> OnceAsync(KubeRequest request, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _requests);
        if (request.Writes) Interlocked.Increment(ref _writes);
        using var patience = new CancellationTokenSource(_options.AttemptTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using var message = Message(request);
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            _everAnswered = true;
            Note(response.Headers);
            var status = (int)response.StatusCode;
            if (status < 400) return new Attempt(new KubeResponse(status, body), null);
            if (request.Writes) Interlocked.Increment(ref _refused);
            return new Attempt(null, ErrorReader.FromAnswer(request.About, status, body, response.Headers));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Attempt(null, ErrorReader.TimedOut(request.About, _options.AttemptTimeout, _access.Server));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Attempt(null, ErrorReader.FromException(request.About, e, _access.Server));
        }
    }

    private HttpRequestMessage Message(KubeRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_access.Server.GetLeftPart(UriPartial.Path).TrimEnd('/') + request.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        // The name in the TLS handshake follows the Host header.
        if (_access.TlsServerName is { } name) message.Headers.Host = name;
        foreach (var (header, value) in _access.Headers) message.Headers.TryAddWithoutValidation(header, value);
        if (request.ContentType is { } type)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        return message;
    }

    private static string UserAgent { get; } = $"kf-pipeline-tasks/{typeof(ClusterDoor).Assembly.GetName().Version?.ToString(3)}";

    private void Note(HttpResponseHeaders headers)
    {
        if (headers.Date is { } date && (date - _time.GetUtcNow()) is var skew && Math.Abs((skew - TimeSpan.FromTicks(_skewTicks)).TotalSeconds) > 1.5)
            Interlocked.Exchange(ref _skewTicks, skew.Ticks);
        if (_options.OnWarning is not { } tell || !headers.TryGetValues("Warning", out var warnings)) return;
        foreach (var text in warnings.SelectMany(ServerWarning.Read))
        {
            bool isNew;
            lock (_warned) isNew = _warned.Add(text);
            if (isNew) tell(text);
        }
    }

    private async Task<T> GuardAsync<T>(KubeRequest request, CancellationTokenSource quiet, TimeSpan silence, Func<Task<T>> act, CancellationToken cancellation)
    {
        try
        {
            return await act();
        }
        catch (OperationCanceledException) when (quiet.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw ErrorReader.TimedOut(request.About, silence, _access.Server);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw ErrorReader.FromException(request.About, e, _access.Server);
        }
    }

    private ResiliencePipeline<Attempt> Pipeline() =>
        new ResiliencePipelineBuilder<Attempt> { TimeProvider = _time }.AddRetry(new RetryStrategyOptions<Attempt>
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = _options.RetryFirst,
            MaxDelay = _options.RetryMost,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result.Error is { } error && MayRepeat(args.Context, error)),
            DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result.Error?.RetryAfter),
            OnRetry = _ =>
            {
                Interlocked.Increment(ref _repeated);
                return ValueTask.CompletedTask;
            },
        }).Build();

    private bool MayRepeat(ResilienceContext context, KubeError error)
    {
        var request = context.Properties.GetValue(RequestKey, null!);
        var elapsed = _time.GetElapsedTime(context.Properties.GetValue(StartedKey, 0));
        return elapsed < (_everAnswered ? _options.Patience : _options.FirstPatience) && !error.Permanent && error.Kind switch
        {
            // Refused before anything was done.
            KubeErrorKind.Throttled => !request.ThrottleIsAnswer,
            KubeErrorKind.Unreachable => request.Repeatable || error.NeverSent,
            KubeErrorKind.Unavailable => request.Repeatable,
            // Server-side apply can lose a race inside the server; nobody's version was named, so it is ours to repeat.
            KubeErrorKind.Modified => request.Repeatable && request.Method == HttpMethod.Patch,
            _ => false,
        };
    }
}
