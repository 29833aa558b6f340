namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Looks at one side of what a run needs. Reads only.</summary>
internal interface IPreflightCheck
{
    /// <summary>What stands for the check when it cannot be made at all.</summary>
    string Subject(PreflightWish wish);

    /// <returns>Nothing, when the wish does not concern it.</returns>
    Task<IReadOnlyList<Checked>> RunAsync(PreflightWish wish, CancellationToken cancellation);
}
