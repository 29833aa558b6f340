using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Operations;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Compute;

/// <summary>Reserved addresses, global and regional.</summary>
public sealed class Addresses
{
    private const string Insert = "compute.insertAddress";
    private const string Remove = "compute.deleteAddress";

    private readonly WorldContext _context;
    private readonly WorkBook _work;
    private readonly Table<Address> _addresses;

    internal Addresses(WorldContext context, WorkBook work)
    {
        _context = context;
        _work = work;
        _addresses = context.Table<Address>("addresses");
        work.Define(Insert, done => Add(done.Project, done.Details.Text("scope")!, (JsonObject)done.Details["body"]!));
        work.Define(Remove, done => _addresses.Remove(done.Target));
    }

    public IEnumerable<Address> In(string project) => _addresses.All.Where(address => address.Project == project);

    /// <param name="scope"><c>global</c> or <c>regions/R</c>.</param>
    public Address? Find(string project, string scope, string name) => _addresses.Find($"projects/{project}/{scope}/addresses/{name}");

    /// <summary>Begins to reserve an address.</summary>
    public Work Reserve(string project, string scope, JsonObject request)
    {
        lock (_context.Gate)
        {
            var name = ComputeNames.Require(request.Text("name"));
            var path = $"projects/{project}/{scope}/addresses/{name}";
            if (_addresses.Find(path) is not null || _work.All.Any(work => work is { Kind: Insert, Done: false } && work.Target == path))
                throw ComputeNames.Exists(path);
            return _work.Begin(Ids.Operation(_context.Now), Insert, project, path, _context.Options.Durations.Compute, new JsonObject { ["scope"] = scope, ["body"] = request.DeepClone() });
        }
    }

    /// <summary>Reserves an address at once; the one that is there when it exists.</summary>
    public Address Ensure(string project, string scope, string name)
    {
        lock (_context.Gate) return Find(project, scope, name) ?? Add(project, scope, new JsonObject { ["name"] = name });
    }

    /// <summary>Says what uses an address: a forwarding rule, for example.</summary>
    public void SetUsers(Address address, IReadOnlyList<string> users) => _addresses.Put(address.Path, address with { Users = users });

    /// <summary>Begins to release an address.</summary>
    /// <exception cref="GoogleException">404; 400 while something uses it.</exception>
    public Work Release(string project, string scope, string name)
    {
        lock (_context.Gate)
        {
            var path = $"projects/{project}/{scope}/addresses/{name}";
            var address = _addresses.Find(path) ?? throw ComputeNames.Missing(path);
            if (address.Users.Count > 0)
                throw new GoogleException(400, "FAILED_PRECONDITION", $"The address resource '{path}' is already being used by '{address.Users[0]}'", "resourceInUseByAnotherResource");
            return _work.Begin(Ids.Operation(_context.Now), Remove, project, path, _context.Options.Durations.Compute);
        }
    }

    // TEST-NET-3 (RFC 5737): nobody out there answers at these addresses.
    private Address Add(string project, string scope, JsonObject request)
    {
        var ip = request.Text("address") ?? $"203.0.113.{1 + (_addresses.Count % 254)}";
        var address = new Address(project, scope, request.Text("name")!, ip, request, Ids.Digits(19), _context.Now);
        _addresses.Put(address.Path, address);
        return address;
    }
}
