using LocalCloud.Google.Store;

namespace LocalCloud.Google.Endpoints;

/// <summary>
/// The public name system as far as this cloud knows it: records that were made by hand, and for the rest what Cloud Endpoints
/// publishes for its hosts.
/// </summary>
public sealed class PublicNames
{
    private readonly Table<NameRecord> _records;
    private readonly ManagedServices _services;

    internal PublicNames(WorldContext context, ManagedServices services)
    {
        _records = context.Table<NameRecord>("names");
        _services = services;
    }

    /// <summary>Makes a record, which counts more than what Cloud Endpoints publishes.</summary>
    /// <param name="address">IPv4 address; null: the name shall not exist.</param>
    public void Set(string name, string? address) => _records.Put(name, new NameRecord(name, address ?? ""));

    /// <summary>Takes a record away again.</summary>
    public void Remove(string name) => _records.Remove(name);

    /// <summary>Whether anything is known about a name, even that it does not exist.</summary>
    public bool Knows(string name) => _records.Find(name) is not null || AddressOf(name) is not null;

    /// <summary>Where a name leads; null when it does not resolve.</summary>
    public string? AddressOf(string name) => _records.Find(name) is { } record ? (record.Address.Length > 0 ? record.Address : null) : _services.AddressOf(name);
}
