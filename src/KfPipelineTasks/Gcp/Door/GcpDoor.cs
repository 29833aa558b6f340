using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KfPipelineTasks.Gcp.Credentials;
using Polly;
using Polly.Retry;

namespace KfPipelineTasks.Gcp.Door;

/// <summary>
/// The only door to Google's APIs: a request in, JSON out. It brings the token, repeats what may be repeated, and tells refusals
/// apart. Safe for use by many at once.
/// </summary>
public sealed class GcpDoor : IDisposable
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(30);
    private static readonly ResiliencePropertyKey<GcpRequest> RequestKey = new("request");
    private static readonly ResiliencePropertyKey<long> StartedKey = new("started");
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _room;
    private readonly ResiliencePipeline<ReadOnlyMemory<byte>> _pipeline;
    private readonly ConcurrentDictionary<string, long> _enabled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _permissions = new(StringComparer.Ordinal);
    private long _told;
    private int _requests;
    private int _writes;
    private int _repeated;

    private GcpDoor(GcpEndpoints endpoints, ITokenSource tokens, TimeProvider time, GcpDoorOptions options)
    {
        (Endpoints, Tokens, Time, Options) = (endpoints, tokens, time, options);
        // A redirect would carry the token to another host.
        HttpMessageHandler network = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = options.Parallelism,
        };
        if (options.Between is { } between) network = between(network);
        _http = new HttpClient(network) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("kf-pipeline-tasks");
        _room = new SemaphoreSlim(options.Parallelism);
        _pipeline = Pipeline();
    }

    /// <summary>Opens a door.</summary>
    /// <param name="endpoints">Where the APIs are.</param>
    /// <param name="tokens">Who asks.</param>
    /// <param name="time">The clock of pauses and deadlines.</param>
    public static GcpDoor Create(GcpEndpoints endpoints, ITokenSource tokens, TimeProvider time, GcpDoorOptions? options = null) =>
        new(endpoints, tokens, time, options ?? new GcpDoorOptions());

    public GcpEndpoints Endpoints { get; }

    public ITokenSource Tokens { get; }

    public TimeProvider Time { get; }

    public GcpDoorOptions Options { get; }

    /// <summary>What went through so far.</summary>
    public GcpStatistics Statistics => new(_requests, _writes, _repeated, [.. _permissions.Keys.Order(StringComparer.Ordinal)]);

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="GcpException">It was refused, or there was no answer.</exception>
    public async Task<T> SendAsync<T>(GcpRequest request, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var bytes = await SendAsync(request, cancellation);
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, type) ?? throw new JsonException("null");
        }
        catch (JsonException problem)
        {
            throw GcpErrorReader.NotUnderstood(request, problem);
        }
    }

    /// <summary>Like <see cref="SendAsync{T}"/>; null when the object does not exist.</summary>
    /// <exception cref="GcpException">It was refused for another reason.</exception>
    public async Task<T?> FindAsync<T>(GcpRequest request, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await SendAsync(request, type, cancellation);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>Sends a request whose answer is kept as it is, unknown members included.</summary>
    /// <exception cref="GcpException">It was refused, or there was no answer.</exception>
    public async Task<JsonObject> SendForObjectAsync(GcpRequest request, CancellationToken cancellation)
    {
        var bytes = await SendAsync(request, cancellation);
        try
        {
            return JsonNode.Parse(bytes.Span) as JsonObject ?? throw new JsonException("no object");
        }
        catch (JsonException problem)
        {
            throw GcpErrorReader.NotUnderstood(request, problem);
        }
    }

    /// <summary>Sends a request whose answer says nothing.</summary>
    /// <exception cref="GcpException">It was refused, or there was no answer.</exception>
    public async Task<ReadOnlyMemory<byte>> SendAsync(GcpRequest request, CancellationToken cancellation)
    {
        if (request.Permission is { } permission) _permissions.TryAdd(permission, 0);
        var context = ResilienceContextPool.Shared.Get(cancellation);
        context.Properties.Set(RequestKey, request);
        context.Properties.Set(StartedKey, Time.GetTimestamp());
        try
        {
            return await _pipeline.ExecuteAsync(async c => await AttemptAsync(request, c.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Remembers services that were just enabled: for a while their "disabled" is only late news, and waited out.</summary>
    public void JustEnabled(IEnumerable<string> services)
    {
        foreach (var service in services) _enabled[service] = Time.GetTimestamp();
    }

    public void Dispose()
    {
        _http.Dispose();
        _room.Dispose();
    }

    private ResiliencePipeline<ReadOnlyMemory<byte>> Pipeline() => new ResiliencePipelineBuilder<ReadOnlyMemory<byte>> { TimeProvider = Time }
        .AddRetry(new RetryStrategyOptions<ReadOnlyMemory<byte>>
        {
            MaxRetryAttempts = int.MaxValue,
            Delay = Options.RetryFirst,
            MaxDelay = Options.RetryMost,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is GcpException error && MayRepeat(error, args.Context)),
            DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as GcpException)?.RetryAfter),
            OnRetry = args =>
            {
                Interlocked.Increment(ref _repeated);
                if (args is { AttemptNumber: > 0, Outcome.Exception: GcpException { Kind: GcpErrorKind.Unavailable or GcpErrorKind.Unreachable } error }) TellTrying(error, args.Context);
                return default;
            },
        }).Build();

    private bool MayRepeat(GcpException error, ResilienceContext context)
    {
        var request = context.Properties.GetValue(RequestKey, null!);
        var spent = Time.GetElapsedTime(context.Properties.GetValue(StartedKey, 0));
        return error.Kind switch
        {
            GcpErrorKind.ServiceDisabled => error.Service is { } service && _enabled.TryGetValue(service, out var since) && Time.GetElapsedTime(since) < Options.ActivationWindow,
            // Waiting a day for a quota is not waiting: such a delay ends it at once.
            GcpErrorKind.Throttled => spent + (error.RetryAfter ?? TimeSpan.Zero) < Options.Patience,
            GcpErrorKind.Unavailable or GcpErrorKind.Unreachable => request.Repeatable && spent < PatienceWith(error, request),
            _ => false,
        };
    }

    private TimeSpan PatienceWith(GcpException error, GcpRequest request) =>
        Endpoints[request.Api].IsLoopback && IsRefused(error) && Options.LoopbackPatience < Options.Patience ? Options.LoopbackPatience : Options.Patience;

    private static bool IsRefused(Exception error)
    {
        for (var cause = error.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.ConnectionRefused }) return true;
        }

        return false;
    }

    // One passing refusal is nobody's concern, and when a service is away all requests meet it at once.
    private void TellTrying(GcpException error, ResilienceContext context)
    {
        if (Options.OnTryingAgain is not { } tell) return;
        var told = Interlocked.Read(ref _told);
        if (told != 0 && Time.GetElapsedTime(told) < TellEvery) return;
        if (Interlocked.CompareExchange(ref _told, Time.GetTimestamp(), told) != told) return;
        var left = PatienceWith(error, context.Properties.GetValue(RequestKey, null!)) - Time.GetElapsedTime(context.Properties.GetValue(StartedKey, 0));
        tell(error, left < TimeSpan.Zero ? TimeSpan.Zero : left);
    }

    private async Task<ReadOnlyMemory<byte>> AttemptAsync(GcpRequest request, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        try
        {
            var token = await Tokens.GetAsync(renew: false, cancellation);
            try
            {
                return await ExchangeAsync(request, token, cancellation);
            }
            catch (GcpException e) when (e.Kind == GcpErrorKind.Unauthenticated)
            {
                // The clock of the issuer may be ahead of ours: once, with a new token, if there is one.
                var renewed = await Tokens.GetAsync(renew: true, cancellation);
                if (renewed.Value.Equals(token.Value)) throw;
                return await ExchangeAsync(request, renewed, cancellation);
            }
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task<ReadOnlyMemory<byte>> ExchangeAsync(GcpRequest request, AccessToken token, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _requests);
        if (request.Writes) Interlocked.Increment(ref _writes);
        var address = new Uri(Endpoints[request.Api], request.Path);
        using var deadline = new CancellationTokenSource(Options.AttemptTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        using var message = Message(request, address, token);
        try
        {
            using var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(either.Token);
            return answer.IsSuccessStatusCode ? body : throw GcpErrorReader.FromAnswer(request, (int)answer.StatusCode, body, answer.Headers);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw GcpErrorReader.TimedOut(request, address, Options.AttemptTimeout);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw GcpErrorReader.FromException(request, address, e);
        }
    }

    private HttpRequestMessage Message(GcpRequest request, Uri address, AccessToken token)
    {
        var message = new HttpRequestMessage(request.Method, address);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value.Reveal());
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (Options.QuotaProject is { } project) message.Headers.Add("X-Goog-User-Project", project);
        if (request.Body is not { } body) return message;
        message.Content = new ReadOnlyMemoryContent(body);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return message;
    }
}
