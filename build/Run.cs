using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Build.Packages;
using KfPipelineTasks.Build.Wiring;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build;

/// <summary>One run of the program: what was asked, what was read, where things are said.</summary>
public sealed class Run : IAsyncDisposable
{
    private readonly SettingsRequest _request;
    private readonly Lazy<SettingsReading> _reading;
    private readonly Lazy<PackageFolder> _package;
    private Task<PackageObjects>? _objects;

    public Run(Surroundings surroundings, SettingsRequest request, IOutput output, RunOutcome outcome, CancellationToken stop)
    {
        _request = request;
        Surroundings = surroundings;
        Output = output;
        Outcome = outcome;
        Stop = stop;
        Doors = new Doors(this);
        _reading = new Lazy<SettingsReading>(Read);
        _package = new Lazy<PackageFolder>(() => PackageFolder.Open(Settings, LeavesPackageAlone));
    }

    public Surroundings Surroundings { get; }

    public IOutput Output { get; }

    public RunOutcome Outcome { get; }

    public CancellationToken Stop { get; }

    /// <summary>The clusters and clouds of the run.</summary>
    public Doors Doors { get; }

    /// <summary>What a run that only plans would have brought by now.</summary>
    public Foresight Foresight { get; } = new();

    /// <summary>Settings with their places; read once, on first use.</summary>
    /// <exception cref="UsageException">Something in them needs attention.</exception>
    public SettingsReading Reading => _reading.Value;

    public DeploySettings Settings => Reading.Settings;

    /// <summary>The package of the run; the same one for every task.</summary>
    /// <exception cref="UsageException">There is none where the settings say.</exception>
    public PackageFolder Package => _package.Value;

    /// <summary>The objects of the package: rendered once, on first use, for all tasks of the run.</summary>
    /// <exception cref="UsageException">It cannot be rendered or read; nothing was touched.</exception>
    internal Task<PackageObjects> ObjectsAsync(DeployContext context) => _objects ??= PackageObjects.RenderAsync(context);

    /// <summary>The files of the package are not what they were when it was rendered.</summary>
    internal void PackageHasChanged() => _objects = null;

    /// <summary>Who this run is, for others who wait for it: the address of a workflow run with its attempt and job, or user and machine.</summary>
    public string Holder =>
        Variable("GITHUB_RUN_ID") is { Length: > 0 } id
            ? $"{Variable("GITHUB_SERVER_URL")}/{Variable("GITHUB_REPOSITORY")}/actions/runs/{id}{Named("/attempts/", "GITHUB_RUN_ATTEMPT")}{Named(" job ", "GITHUB_JOB")}"
            : $"{System.Environment.UserName}@{System.Environment.MachineName} process {System.Environment.ProcessId}";

    private string? Variable(string name) => Surroundings.Environment.GetValueOrDefault(name);

    // A run that was started again has several attempts, and a run several jobs that may wait for each other.
    private string Named(string before, string name) => Variable(name) is { Length: > 0 } value ? before + value : "";

    /// <summary>Shows a plan that nobody acts on, and keeps that it found something.</summary>
    public void Planned(Plan plan)
    {
        Output.Show(plan);
        Outcome.Planned(plan);
    }

    /// <summary>Closes a run that only planned with what its plans came to.</summary>
    public void SumUpPlans()
    {
        // What stands in the way is told at the very end, for every run that plans.
        if (Outcome.BlockedPlans.Count == 0) Output.Info(Outcome.PlanFoundChanges ? "There is something to do." : "Everything is as it should be.");
    }

    /// <summary>True when the package is filled in as a copy only: for a plan, for looking, and for a rehearsal, whose values are not those of the real project.</summary>
    public bool LeavesPackageAlone => Settings.Run.Plan || IsRehearsedOnly || _request.Arguments.Targets is [var only] && string.Equals(only, TaskNames.Status, StringComparison.OrdinalIgnoreCase);

    // Whoever asks for the package itself to be changed means it.
    private bool IsRehearsedOnly => Settings.IsRehearsal && !IsTarget(nameof(Tasks.KptSet)) && !IsTarget(TaskNames.Vendor);

    /// <summary>True when the user asked for this task, false when it only runs before another.</summary>
    public bool IsTarget(string task) => _request.Arguments.Targets.Contains(task, StringComparer.OrdinalIgnoreCase);

    /// <summary>True when the run makes the Kubeflow cluster itself, where there is none.</summary>
    public bool MakesCluster => Settings is { NeedsGoogleCloud: true, NeedsManagementCluster: false, Cluster.Kubeconfig: "" } && Outcome.Tasks.Contains(TaskNames.EnsureCluster);

    /// <summary>True when a task runs as a part of Deploy: what a deployment has no work for is then left out, not refused.</summary>
    public bool IsWholeDeployment => IsTarget(nameof(Tasks.Deploy));

    /// <summary>Refuses to start when one of the tasks needs a setting that nobody gave.</summary>
    /// <param name="tasks">The tasks that will run.</param>
    /// <exception cref="UsageException">A setting is missing or wrong; nothing has been touched yet.</exception>
    public void Require(IReadOnlyCollection<string> tasks)
    {
        // Cleaning or listing must work in a folder whose settings are broken.
        if (!tasks.Any(task => SettingsTable.ReadBy(task).Any())) return;
        var problems = new Problems();
        // Without a profile's name a whole deployment leaves these out.
        var optional = IsWholeDeployment && Settings.Profile.Name.Length == 0 ? [TaskNames.EnsureProfile, TaskNames.ConnectSdk] : Array.Empty<string>();
        Reading.Require([.. tasks.Except(optional.Where(o => !IsTarget(o)))], problems);
        problems.ThrowIfAny();
    }

    public async ValueTask DisposeAsync()
    {
        await Doors.DisposeAsync();
        if (_package.IsValueCreated) _package.Value.Dispose();
    }

    private SettingsReading Read()
    {
        var reading = SettingsReader.Read(_request);
        foreach (var secret in reading.Secrets) Output.Mask(secret);
        // The task Plan is the graph up to Apply with nobody acting.
        return IsTarget("Plan") ? reading with { Settings = reading.Settings with { Run = reading.Settings.Run with { Plan = true } } } : reading;
    }
}
