using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build;

/// <summary>One run of the program: what was asked, what was read, where things are said.</summary>
public sealed class Run
{
    private readonly SettingsRequest _request;
    private readonly Lazy<SettingsReading> _reading;

    public Run(Surroundings surroundings, SettingsRequest request, IOutput output, RunOutcome outcome, CancellationToken stop)
    {
        _request = request;
        Surroundings = surroundings;
        Output = output;
        Outcome = outcome;
        Stop = stop;
        _reading = new Lazy<SettingsReading>(Read);
    }

    public Surroundings Surroundings { get; }

    public IOutput Output { get; }

    public RunOutcome Outcome { get; }

    public CancellationToken Stop { get; }

    /// <summary>Settings with their places; read once, on first use.</summary>
    /// <exception cref="UsageException">Something in them needs attention.</exception>
    public SettingsReading Reading => _reading.Value;

    public DeploySettings Settings => Reading.Settings;

    /// <summary>Refuses to start when one of the tasks needs a setting that nobody gave.</summary>
    /// <param name="tasks">The tasks that will run.</param>
    /// <exception cref="UsageException">A setting is missing or wrong; nothing has been touched yet.</exception>
    public void Require(IReadOnlyCollection<string> tasks)
    {
        // Cleaning or listing must work in a folder whose settings are broken.
        if (!tasks.Any(task => SettingsTable.ReadBy(task).Any())) return;
        var problems = new Problems();
        Reading.Require(tasks, problems);
        problems.ThrowIfAny();
    }

    private SettingsReading Read()
    {
        var reading = SettingsReader.Read(_request);
        foreach (var secret in reading.Secrets) Output.Mask(secret);
        return reading;
    }
}
