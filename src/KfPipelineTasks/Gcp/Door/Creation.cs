namespace KfPipelineTasks.Gcp.Door;

/// <summary>Creates what may only be created once: after a lost answer it is looked for before it is asked for again.</summary>
internal static class Creation
{
    private const int Attempts = 5;

    /// <param name="create">Sends the creating request, which the door must not repeat by itself.</param>
    /// <param name="find">Looks for what the request would have made; null when it is not there.</param>
    public static async Task<T> OnceAsync<T>(GcpDoor door, Func<CancellationToken, Task<T>> create, Func<CancellationToken, Task<T?>> find, CancellationToken cancellation)
        where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await create(cancellation);
            }
            catch (GcpException e) when (e.MayBeDone)
            {
                if (await find(cancellation) is { } made) return made;
                if (attempt == Attempts) throw;
                await Task.Delay(e.RetryAfter ?? door.Options.RetryFirst * attempt, door.Time, cancellation);
            }
            catch (GcpException e) when (e.Kind == GcpErrorKind.AlreadyExists && attempt > 1 && !cancellation.IsCancellationRequested)
            {
                // Our own earlier attempt, noticed late.
                if (await find(cancellation) is { } made) return made;
                throw;
            }
        }
    }
}
