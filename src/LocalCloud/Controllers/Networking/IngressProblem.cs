namespace LocalCloud.Controllers.Networking;

/// <summary>Why an Ingress cannot be served; told as an Event, and tried again.</summary>
internal sealed class IngressProblem(string reason, string message) : Exception(message)
{
    public string Reason { get; } = reason;
}
