using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Operations;
using LocalCloud.Google.Store;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>Reserved addresses.</summary>
internal sealed class ComputeAddresses : IGoogleResource
{
    private readonly Dictionary<string, Work> _works = new(StringComparer.Ordinal);

    public string Kind => "ComputeAddress";

    public ResourceState Apply(ResourceRequest request)
    {
        request.Require("compute", $"compute.{(Scope(request) == "global" ? "globalAddresses" : "addresses")}.create");
        if (request.World.Addresses.Find(request.ProjectId, Scope(request), request.Id) is { } there)
        {
            return ResourceState.Done(new JsonObject
            {
                ["creationTimestamp"] = Ids.Stamp(there.CreateTime),
                ["selfLink"] = $"https://www.googleapis.com/compute/v1/{there.Path}",
                ["observedState"] = new JsonObject { ["address"] = there.Ip },
                ["users"] = Json.List(there.Users),
            });
        }

        Begin(request);
        return ResourceState.Busy;
    }

    public bool Delete(ResourceRequest request)
    {
        if (request.World.Addresses.Find(request.ProjectId, Scope(request), request.Id) is null) return true;
        request.Require("compute", $"compute.{(Scope(request) == "global" ? "globalAddresses" : "addresses")}.delete");
        if (_works.GetValueOrDefault(Key(request)) is not { } known || request.World.Work.Find(known.Id) is not { Done: false })
            _works[Key(request)] = request.World.Addresses.Release(request.ProjectId, Scope(request), request.Id);
        return false;
    }

    private void Begin(ResourceRequest request)
    {
        var running = _works.GetValueOrDefault(Key(request)) is { } known ? request.World.Work.Find(known.Id) : null;
        if (running is { Done: false }) return;
        _works.Remove(Key(request));
        if (running?.ErrorMessage is { } message) throw GoogleException.FailedPrecondition(message);
        var body = new JsonObject { ["name"] = request.Id };
        foreach (var field in (ReadOnlySpan<string>)["address", "addressType", "description", "ipVersion", "networkTier", "purpose"])
        {
            if (request.Text(field) is { } value) body[field] = value;
        }

        _works[Key(request)] = request.World.Addresses.Reserve(request.ProjectId, Scope(request), body);
    }

    private static string Key(ResourceRequest request) => $"{request.ProjectId}/{Scope(request)}/{request.Id}";

    private static string Scope(ResourceRequest request) => request.Text("location") is "global" or null ? "global" : $"regions/{request.Text("location")}";
}
