namespace KfPipelineTasks.Build.Deployment.WayIn;

/// <summary>Where people come in, once everything that leads them there is ready.</summary>
/// <param name="Host">Host name.</param>
/// <param name="Address">Address of the load balancer.</param>
internal sealed record LedIn(string Host, string Address)
{
    /// <summary>Address of the dashboard.</summary>
    public string Url => $"https://{Host}/";
}
