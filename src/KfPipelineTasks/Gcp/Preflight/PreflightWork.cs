using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>
/// Looks at everything a run is going to need of Google Cloud, before it begins: one list, all problems at once, nothing written. A thing
/// that cannot be looked at is not called wrong: whoever deploys with few rights may not see what works.
/// </summary>
/// <param name="cloud">Google Cloud.</param>
/// <param name="reach">Tries to reach a cluster from here.</param>
public sealed class PreflightWork(GoogleCloud cloud, Func<ClusterDetails, CancellationToken, Task<Verdict>> reach)
{
    public async Task<PreflightResult> RunAsync(PreflightWish wish, CancellationToken cancellation)
    {
        // Without a credential, or without the project, every other answer would be the same refusal.
        var found = new List<Checked>();
        foreach (var first in (IPreflightCheck[])[new CredentialCheck(cloud), new ProjectCheck(cloud)])
        {
            found.AddRange(await LookAsync(first, wish, cancellation));
            if (wish.Project.Length == 0 || found.Exists(c => c.Verdict.State == State.Failed)) return new PreflightResult(found);
        }

        var facts = new PreflightFacts(cloud, wish, cancellation);
        IPreflightCheck[] rest =
        [
            new BillingCheck(cloud), new ServiceCheck(cloud), new PermissionCheck(cloud), new PlaceCheck(facts), new ClusterCheck(cloud, facts, reach), new PoolCheck(cloud, facts),
            new RoleCheck(cloud), new NameCheck(cloud),
        ];
        foreach (var list in await Task.WhenAll(rest.Select(check => LookAsync(check, wish, cancellation)))) found.AddRange(list);
        return new PreflightResult(found);
    }

    private static async Task<IReadOnlyList<Checked>> LookAsync(IPreflightCheck check, PreflightWish wish, CancellationToken cancellation)
    {
        try
        {
            return await check.RunAsync(wish, cancellation);
        }
        catch (GcpException e)
        {
            return [new Checked(check.Subject(wish), Meaning(e))];
        }
    }

    /// <summary>What it means that something could not be looked at.</summary>
    internal static Verdict Meaning(GcpException refusal) => refusal.Kind switch
    {
        GcpErrorKind.ServiceDisabled => Verdict.Waiting($"{refusal.Service} is not enabled in the project, so it cannot be looked at yet", refusal.Next),
        GcpErrorKind.Unauthenticated or GcpErrorKind.ScopeInsufficient or GcpErrorKind.Unreachable or GcpErrorKind.Unavailable or GcpErrorKind.Throttled => Verdict.Failed(refusal.Said, refusal.Next),
        _ => Verdict.Unknown($"it may not be looked at: {refusal.Said}"),
    };
}
