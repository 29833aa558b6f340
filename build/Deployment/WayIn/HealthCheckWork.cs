using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment.WayIn;

/// <summary>
/// Lets the load balancer ask the gateway what its own readiness probe asks. Owns these two fields of the BackendConfig under a name
/// of its own: the rest is the package's, and Apply leaves them alone.
/// </summary>
/// <param name="manager">Field manager of the run.</param>
internal sealed class HealthCheckWork(ClusterDoor door, string manager)
{
    /// <summary>What would be written.</summary>
    public static Change Plan(Gateway gateway)
    {
        var subject = $"{gateway.Config!.Id} health check";
        if (gateway.Wanted is not { } wanted) return new Change(subject, Outcome.Unknown, "known once the gateway has a Pod");
        if (gateway.Asked == wanted) return new Change(subject, Outcome.Unchanged);
        return new Change(subject, Outcome.Configured, "as the gateway's own readiness probe")
        {
            Fields =
            [
                new FieldChange("spec.healthCheck.port", Number(gateway.Config.Number("spec", "healthCheck", "port")), Number(wanted.Port)),
                new FieldChange("spec.healthCheck.requestPath", gateway.Config.Text("spec", "healthCheck", "requestPath"), wanted.Path),
            ],
        };
    }

    /// <summary>Writes it, unless it is so already.</summary>
    /// <exception cref="DeployException">The cluster refused it.</exception>
    public async Task<Change> EnsureAsync(Gateway gateway, CancellationToken cancellation)
    {
        var change = Plan(gateway);
        if (change.Outcome != Outcome.Configured) return change;
        var id = gateway.Config!.Id;
        var body = new JsonObject
        {
            ["apiVersion"] = id.ApiVersion,
            ["kind"] = id.Kind,
            ["metadata"] = new JsonObject { ["namespace"] = id.Namespace, ["name"] = id.Name },
            ["spec"] = new JsonObject { ["healthCheck"] = new JsonObject { ["port"] = gateway.Wanted!.Port, ["requestPath"] = gateway.Wanted.Path } },
        };
        var kind = (await door.Kinds.TableAsync(cancellation)).Find(id.Group, id.Version, id.Kind) ?? throw new DeployException($"{door.Name} does not serve {id.GroupKind} any more.");
        // Taken from whoever had it: another value keeps every endpoint unhealthy.
        await new KubeObjects(door).ApplyAsync(kind, id.Namespace, id.Name, JsonSerializer.SerializeToUtf8Bytes(body), new ApplyRequest($"{manager}-health-check") { Force = true }, cancellation);
        return change;
    }

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
