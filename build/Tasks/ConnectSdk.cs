using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Manifests.Policies;
using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(ConnectSdk))]
[TaskDescription("Connects the notebooks of a profile to Pipelines: a token where the SDK looks for it, and a policy that lets nobody speak as somebody else")]
[IsDependentOn(typeof(EnsureProfile))]
public sealed class ConnectSdk : AsyncFrostingTask<DeployContext>
{
    private static readonly (string Group, string Kind)[] Looked =
        [("security.istio.io", "AuthorizationPolicy"), ("networking.istio.io", "EnvoyFilter"), ("", "ConfigMap")];

    public override async Task RunAsync(DeployContext context)
    {
        var settings = context.Settings;
        if (await context.HasNoProfileAsync()) return;
        if (!await KubeflowLook.HasProfilesAsync(context, $"the connection of {settings.Pipelines.Namespace}")) return;
        if (!await KubeflowLook.HasNamespaceAsync(context, settings.Pipelines.Namespace)) return;
        var door = await context.Run.Doors.KubeflowAsync();
        var wanted = await ObjectsAsync(context);
        if (settings.Pipelines.LegacyPolicy)
            context.Output.Warn("The legacy policy lets any Pod of the profile speak as any user.", next: "Leave --legacy-policy out.");
        foreach (var finding in PolicyLint.Impersonation([.. await LiveAsync(door, context.Stop), .. wanted], await MeshGateways.OfAsync(door, context.Stop)))
            context.Output.Warn(finding.Message, finding.At, finding.Next);
        await new ClusterWork(door, context).ApplyAsync($"connect-sdk-{settings.Pipelines.Namespace}", wanted);
        context.Output.Answer("host", "http://ml-pipeline.kubeflow.svc.cluster.local:8888");
        context.Output.Answer("token-path", "/var/run/secrets/kubeflow/pipelines/token");
    }

    /// <summary>Everything that connects the notebooks of the settings' profile.</summary>
    internal static async Task<IReadOnlyList<Resource>> ObjectsAsync(DeployContext context) =>
        Objects(context.Settings, await UserHeader.OfAsync(await context.Run.Doors.KubeflowAsync(), context.Settings, context.Stop));

    private static IReadOnlyList<Resource> Objects(DeploySettings settings, UserHeader header)
    {
        var profile = ("profile", settings.Pipelines.Namespace);
        var policy = settings.Pipelines.LegacyPolicy
            ? OwnManifests.Read("connect-sdk/authorization-policy-legacy.yaml", SetterValues.Of("the settings", profile))
            : OwnManifests.Read("connect-sdk/authorization-policy.yaml", SetterValues.Of("the settings", profile, ("userid-header", header.Name)));
        return [.. OwnManifests.Read("connect-sdk/pod-default.yaml", SetterValues.Of("the settings", profile)), .. policy];
    }

    private static async Task<IReadOnlyList<Resource>> LiveAsync(ClusterDoor door, CancellationToken cancellation)
    {
        var table = await door.Kinds.TableAsync(cancellation);
        var objects = new KubeObjects(door);
        var lists = await Task.WhenAll(Looked.Select(k => table.Find(k.Group, k.Kind)).OfType<ApiKind>()
            .Select(kind => objects.ListAsync(kind, kind.Kind == "ConfigMap" ? "kubeflow" : null, new ListQuery(), cancellation)));
        return [.. lists.SelectMany(list => list.Items)];
    }
}
