namespace LocalCloud.Controllers.ConfigConnector;

/// <summary>Why an object cannot be made up to date: the reason and the message of its condition <c>Ready</c>.</summary>
internal sealed class ResourceTrouble(string reason, string message) : Exception(message)
{
    public string Reason { get; } = reason;

    public static ResourceTrouble NotFound(string kind, string inNamespace, string name) => new("DependencyNotFound", $"reference {kind} {inNamespace}/{name} is not found");

    public static ResourceTrouble NotReady(string kind, string inNamespace, string name) => new("DependencyNotReady", $"reference {kind} {inNamespace}/{name} is not ready");

    public static ResourceTrouble Invalid(string message) => new("DependencyInvalid", message);
}
