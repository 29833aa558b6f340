namespace LocalCloud.Controllers.ConfigConnector;

/// <summary>What a kind of Config Connector does on the Google side. Each call does one step and never waits.</summary>
internal interface IGoogleResource
{
    /// <summary>The kind.</summary>
    string Kind { get; }

    /// <summary>Goes one step towards what the object asks.</summary>
    /// <exception cref="ResourceTrouble">Something it refers to is missing.</exception>
    /// <exception cref="LocalCloud.Google.Http.GoogleException">Google refuses.</exception>
    ResourceState Apply(ResourceRequest request);

    /// <summary>Goes one step towards its end; true when it is gone.</summary>
    /// <exception cref="LocalCloud.Google.Http.GoogleException">Google refuses.</exception>
    bool Delete(ResourceRequest request);
}
