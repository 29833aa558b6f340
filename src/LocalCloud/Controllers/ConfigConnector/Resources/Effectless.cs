namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>Kinds that are known but have no counterpart on the simulated Google side: they become ready, and that is all.</summary>
internal sealed class Effectless : IGoogleResource
{
    public static Effectless Instance { get; } = new();

    public string Kind => "";

    public ResourceState Apply(ResourceRequest request)
    {
        request.Project();
        return ResourceState.Done();
    }

    public bool Delete(ResourceRequest request) => true;
}
