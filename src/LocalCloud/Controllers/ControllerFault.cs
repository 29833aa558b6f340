namespace LocalCloud.Controllers;

/// <summary>A controller broke while it looked at an object.</summary>
internal sealed record ControllerFault(string Controller, ObjectKey Key, Exception Cause)
{
    public override string ToString() => $"{Controller} broke while looking at {Key}: {Cause}";
}
