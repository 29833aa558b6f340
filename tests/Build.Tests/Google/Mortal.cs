namespace Build.Tests.Google;

/// <summary>
/// The wire of a run that is killed: from one request on nothing goes out and nothing comes back, ever. The run sees no error, no
/// cancellation and no time-out; it does nothing any more, as a process that is gone.
/// </summary>
internal sealed class Mortal(int dies, Action watch)
{
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Ends when the run is dead.</summary>
    public Task Died => _died.Task;

    /// <summary>Requests so far.</summary>
    public int Count => _count;

    public HttpMessageHandler Between(HttpMessageHandler network) => new Handler(this, network);

    private sealed class Handler(Mortal owner, HttpMessageHandler network) : DelegatingHandler(network)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref owner._count) > owner.DiesAfter) await owner.DieAsync();
            owner.Watch();
            var answer = await base.SendAsync(request, cancellationToken);
            owner.Watch();
            if (owner.Died.IsCompleted) await owner.DieAsync();
            return answer;
        }
    }

    private int DiesAfter => dies;

    private void Watch() => watch();

    private Task DieAsync()
    {
        _died.TrySetResult();
        return new TaskCompletionSource().Task;
    }
}
