using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Manifests.Policies;
using KfPipelineTasks.Model;
using KfPipelineTasks.Pipelines;

namespace KfPipelineTasks.Build.Deployment.Connections;

/// <summary>
/// Decides, as the mesh would, what becomes of a notebook's requests. From outside one does not come through the mesh as a
/// notebook does, so the policies that are there are read and applied to such a request.
/// </summary>
internal sealed class MeshTrial(ClusterDoor door, DeployContext context)
{
    private const string Path = "/apis/v2beta1/experiments";

    /// <param name="home">Namespace of Pipelines.</param>
    /// <param name="labels">Labels of its Pods.</param>
    /// <param name="profile">Namespace of the notebooks.</param>
    /// <param name="account">Service account of the notebooks.</param>
    public async Task<IReadOnlyList<PipelinesCheck>> RunAsync(string home, IReadOnlyDictionary<string, string> labels, string profile, string account)
    {
        var table = await door.Kinds.TableAsync(context.Stop);
        if (table.Find("security.istio.io", "AuthorizationPolicy") is not { } kind || table.Find("kubeflow.org", "PodDefault") is not { } podDefaults) return [];
        var objects = new KubeObjects(door);
        var policies = (await objects.ListAsync(kind, null, new ListQuery(), context.Stop)).Items;
        var header = (await UserHeader.OfAsync(door, context.Settings, context.Stop)).Name.ToLowerInvariant();
        var plain = new MeshRequest($"cluster.local/ns/{profile}/sa/{account}", Path, "GET", new Dictionary<string, string>());
        var forged = plain with { Headers = new Dictionary<string, string> { [header] = "somebody-else@example.com" } };
        return
        [
            new PipelinesCheck($"token for notebooks of {profile}", await PodDefaultAsync(objects, podDefaults, profile)),
            new PipelinesCheck($"mesh, for notebooks of {profile}", MeshAuthorization.Accepts(policies, home, labels, plain)
                ? Verdict.Ready("the policies let them in.")
                : Verdict.Failed("the policies answer them «RBAC: access denied».", "Run ConnectSdk.")),
            new PipelinesCheck($"mesh, for notebooks of {profile} that forge {header}", MeshAuthorization.Accepts(policies, home, labels, forged)
                ? Verdict.Failed($"the policies let them in: every Pod of {profile} can speak as any user.", $"ConnectSdk names the policy; each rule needs: when: [{{key: 'request.headers[{header}]', notValues: ['*']}}]")
                : Verdict.Ready("the policies refuse them, as they must."), IsSecurity: true),
        ];
    }

    private async Task<Verdict> PodDefaultAsync(KubeObjects objects, ApiKind kind, string profile) =>
        await objects.GetAsync(kind, profile, "access-ml-pipeline", context.Stop) is null
            ? Verdict.Failed("there is no PodDefault access-ml-pipeline, so Pods get no token for the SDK.", "Run ConnectSdk.")
            : Verdict.Ready("Pods with the label access-ml-pipeline: \"true\" get one where the SDK looks for it.");
}
