using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Gcp;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.ConfigController;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Names;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Wiring;

/// <summary>
/// Where doors are made: the only place that knows which cloud a run speaks to. Each door is opened on first use and closed with
/// the run; everything behind it is the same code for Google Cloud and for a rehearsal.
/// </summary>
public sealed class Doors : IAsyncDisposable
{
    private readonly Run _run;
    private readonly Lazy<Task<Rehearsal>> _rehearsal;
    private readonly Lazy<Task<ClusterDoor>> _kubeflow;
    private readonly Lazy<Task<ClusterDoor>> _management;
    private readonly Lazy<Task<GoogleSide>> _google;

    public Doors(Run run)
    {
        _run = run;
        _rehearsal = new(() => Rehearsal.StartAsync(run));
        _kubeflow = new(() => MeantAsync(OpenAsync(run.Settings.Cluster.Kubeconfig, run.Settings.Cluster.Context, KubeflowPath(run.Settings))));
        _management = new(() => OpenAsync(run.Settings.Management.Kubeconfig, run.Settings.Management.Context, ManagementPath(run.Settings)));
        _google = new(OpenGoogleAsync);
    }

    /// <summary>Google Cloud, or its rehearsal.</summary>
    /// <exception cref="UsageException">There are no credentials.</exception>
    public async Task<GoogleCloud> GoogleAsync() => (await _google.Value).Cloud;

    /// <summary>The public name system; in a rehearsal that of the local cloud.</summary>
    public async Task<INames> NamesAsync() => _run.Settings.Cloud == Cloud.Local ? (await _rehearsal.Value).Names : _run.Surroundings.Names;

    /// <summary>The way into any GKE cluster of the project.</summary>
    /// <exception cref="UsageException">The cluster has no such endpoint.</exception>
    public async Task<ClusterAccess> GkeAccessAsync(ClusterPath path, ClusterDetails cluster, ClusterEndpoint endpoint) => (await _google.Value).Access(path, cluster, endpoint);

    /// <summary>The door to the Kubeflow cluster.</summary>
    /// <exception cref="UsageException">The settings name no cluster, or one that nobody knows.</exception>
    public Task<ClusterDoor> KubeflowAsync() => _kubeflow.Value;

    /// <summary>The door to the management cluster.</summary>
    /// <exception cref="UsageException">The settings name no cluster, or one that nobody knows.</exception>
    public Task<ClusterDoor> ManagementAsync() => _management.Value;

    /// <summary>Looks whether the clusters that the settings point at answer, let us in, and are those that are meant, before anything is applied.</summary>
    /// <exception cref="UsageException">One does not; carries all of them.</exception>
    public async Task ReachAsync()
    {
        var problems = new Problems();
        foreach (var answer in await LookAsync())
        {
            if (answer.Problem is { } problem) problems.Add(problem with { Message = $"{answer.Subject}: {problem.Message}" });
        }

        problems.ThrowIfAny("clusters");
    }

    /// <summary>The same as a list, one entry a cluster; empty where Google Cloud knows all of them.</summary>
    public async Task<IReadOnlyList<ClusterAnswer>> LookAsync()
    {
        var settings = _run.Settings;
        var answers = new List<ClusterAnswer>();
        // Clusters that Google Cloud knows are looked for there, and what Config Connector makes is not there yet.
        if (settings is { NeedsManagementCluster: true, Management.Kubeconfig.Length: > 0 }) answers.Add(await AnswerAsync(_management, settings.Management.Context));
        if (settings.Cluster is { Kubeconfig.Length: > 0 } or { Uid.Length: > 0 } || settings is { NeedsGoogleCloud: false, IsRehearsal: false })
            answers.Add(await AnswerAsync(_kubeflow, settings.Cluster.Context));
        return answers;
    }

    /// <summary>Where the installation answers people: its host name, or the rehearsal's gateway.</summary>
    /// <param name="host">A host name of its own; null is the one that follows from the settings.</param>
    public async Task<Uri> FrontAsync(string? host = null) =>
        _run.Settings.Cloud == Cloud.Local ? (await _rehearsal.Value).Front(_run.Settings)
        : _run.Surroundings.Front ?? new Uri($"https://{host ?? DerivedNames.Host(_run.Settings)}/");

    /// <summary>True when the run only plans, and the Kubeflow cluster is one that it would make first.</summary>
    public async Task<bool> KubeflowIsToComeAsync() =>
        _run.Settings.Run.Plan && await KubeflowIsGoneAsync();

    /// <summary>True when the Kubeflow cluster is one that Config Connector makes, and is not there.</summary>
    public async Task<bool> KubeflowIsGoneAsync() => _run.Settings.Cluster.Kubeconfig.Length == 0 && await IsMissingAsync(KubeflowPath(_run.Settings));

    /// <summary>True when there is a Kubeflow cluster to ask: one of the user's own, or one that Google Cloud says is running.</summary>
    public Task<bool> KubeflowRunsAsync() => RunsAsync(_run.Settings.Cluster.Kubeconfig, KubeflowPath(_run.Settings));

    /// <summary>True when there is a management cluster to ask.</summary>
    public Task<bool> ManagementRunsAsync() => RunsAsync(_run.Settings.Management.Kubeconfig, ManagementPath(_run.Settings));

    private async Task<bool> RunsAsync(string kubeconfig, ClusterPath path)
    {
        if (kubeconfig.Length > 0) return true;
        try
        {
            return await (await _google.Value).Cloud.Clusters.FindAsync(path, _run.Stop) is { Status: "RUNNING" or "RECONCILING" };
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.ServiceDisabled)
        {
            // Where the API is still off there is no cluster.
            return false;
        }
    }

    /// <summary>True when the run only plans, and the management cluster is one that it would make first.</summary>
    public async Task<bool> ManagementIsToComeAsync() =>
        _run.Settings.Run.Plan && _run.Settings.Management.Kubeconfig.Length == 0 && await IsMissingAsync(ManagementPath(_run.Settings));

    public async ValueTask DisposeAsync()
    {
        foreach (var door in new[] { _kubeflow, _management })
        {
            if (door is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) (await door.Value).Dispose();
        }

        if (_google is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) (await _google.Value).Dispose();
        if (_rehearsal is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await _rehearsal.Value).DisposeAsync();
    }

    /// <summary>Writes a kubeconfig of the management cluster, for people and their tools: the tasks find their own way.</summary>
    /// <returns>Its path; null where the user has one, or nobody could use it.</returns>
    public async Task<string?> WriteManagementKubeconfigAsync()
    {
        var settings = _run.Settings;
        // The cluster of a rehearsal inside this process ends with it.
        if (settings.Management.Kubeconfig.Length > 0 || settings is { IsRehearsal: true, LocalCloud.Url.Length: 0 }) return null;
        var path = ManagementPath(settings);
        var access = await AccessAsync("", "", path) with { Name = settings.Management.Context };
        return ManagementKubeconfig.Write(_run, path, access, settings.IsRehearsal ? (await _rehearsal.Value).Token : null);
    }

    private async Task<ClusterDoor> OpenAsync(string kubeconfig, string context, ClusterPath path)
    {
        TrustedCertificates.ReadAhead();
        var access = await AccessAsync(kubeconfig, context, path);
        return new ClusterDoor(access, new DoorOptions { Parallelism = _run.Settings.Apply.Parallel, OnWarning = text => _run.Output.Warn(text) }, _run.Surroundings.Time);
    }

    // A named kubeconfig is a cluster of the user's own, in a rehearsal too.
    private async Task<ClusterAccess> AccessAsync(string kubeconfig, string context, ClusterPath path) => kubeconfig.Length == 0 && (_run.Settings.NeedsGoogleCloud || _run.Settings.IsRehearsal)
        ? await (await _google.Value).AccessAsync(path, Endpoint, _run.Stop)
        : FromKubeconfig(kubeconfig, context);

    private async Task<bool> IsMissingAsync(ClusterPath path)
    {
        if (!_run.Settings.NeedsManagementCluster && !_run.MakesCluster) return false;
        try
        {
            return await (await _google.Value).Cloud.Clusters.FindAsync(path, _run.Stop) is null;
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.ServiceDisabled)
        {
            // Where the API is still off there is no cluster.
            return true;
        }
    }

    // Whoever says which cluster is meant is held to it, whatever a name or an address leads to today.
    private async Task<ClusterDoor> MeantAsync(Task<ClusterDoor> opening)
    {
        var door = await opening;
        if (_run.Settings.Cluster.Uid is { Length: > 0 } uid) await door.ExpectAsync(new ClusterPin(uid, "cluster.uid"), _run.Stop);
        return door;
    }

    private async Task<ClusterAnswer> AnswerAsync(Lazy<Task<ClusterDoor>> door, string name)
    {
        try
        {
            var opened = await door.Value;
            name = opened.Name;
            await opened.PinAsync(_run.Stop);
            return new ClusterAnswer(name, null);
        }
        catch (DeployException failed)
        {
            var said = failed is KubeError error ? error.Said : failed.Message;
            return new ClusterAnswer(name, new Problem(said.StartsWith($"{name}: ", StringComparison.Ordinal) ? said[(name.Length + 2)..] : said, Next: failed.Next));
        }
    }

    // The clusters of a rehearsal have one address each.
    private ClusterEndpoint Endpoint => _run.Settings.IsRehearsal ? ClusterEndpoint.Public : _run.Settings.Cluster.Endpoint;

    private async Task<GoogleSide> OpenGoogleAsync()
    {
        TrustedCertificates.ReadAhead();
        return await GoogleSide.OpenAsync(_run, _run.Settings.IsRehearsal ? await _rehearsal.Value : null);
    }

    private static ClusterPath KubeflowPath(DeploySettings settings)
    {
        var named = settings.IsRehearsal ? RehearsalScenario.Complete(settings) : settings;
        return new ClusterPath(named.Project.Id, named.Place.Location, named.Cluster.Name);
    }

    private static ClusterPath ManagementPath(DeploySettings settings) => ManagementWork.ClusterOf(settings.Management.Project, settings.Management.Location, settings.Management.Name);

    private ClusterAccess FromKubeconfig(string kubeconfig, string context)
    {
        var files = Kubeconfig.Files(kubeconfig, name => _run.Surroundings.Environment.GetValueOrDefault(name));
        return Kubeconfig.Read(files, YamlDocument.ToJson, _run.Surroundings.Time, [.. SettingsTable.All.Where(s => s.IsSecret).Select(s => s.Variable)]).Access(context.Length > 0 ? context : null);
    }
}
