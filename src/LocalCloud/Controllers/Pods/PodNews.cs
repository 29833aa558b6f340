namespace LocalCloud.Controllers.Pods;

/// <summary>Something to tell about a Pod in an Event.</summary>
internal sealed record PodNews(bool IsWarning, string Reason, string Message)
{
    public static PodNews Normal(string reason, string message) => new(false, reason, message);

    public static PodNews Warning(string reason, string message) => new(true, reason, message);
}
