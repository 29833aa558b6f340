namespace LocalCloud.Google.Services;

/// <summary>Switching services on or off, while it takes its time.</summary>
internal sealed record ServiceOperation(string Name, string Project, IReadOnlyList<string> Services, string Kind, DateTimeOffset DueAt, TimeSpan Duration)
{
    public bool Done { get; init; }
}
