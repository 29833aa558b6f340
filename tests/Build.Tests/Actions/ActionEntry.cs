using KfPipelineTasks.Build;
using KfPipelineTasks.Settings;

namespace Build.Tests.Actions;

/// <summary>A composite action: one task, with its dependencies, in one step.</summary>
/// <param name="Name">Folder below <c>actions/</c>.</param>
/// <param name="Task">The task it runs.</param>
/// <param name="Title">Name on the page of the action.</param>
/// <param name="What">What it does, in one or two sentences.</param>
/// <param name="Icon">Feather icon.</param>
/// <param name="Color">Colour of the icon.</param>
internal sealed record ActionEntry(string Name, string Task, string Title, string What, string Icon, string Color)
{
    /// <summary>Lines under <c>with:</c> in the usage example.</summary>
    public IReadOnlyList<string> Example { get; init; } = ["settings: kubeflow.yaml"];

    /// <summary>Roles that the identity of the job needs in the project; empty when it asks nobody.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>What has to be there, or has to be known, before.</summary>
    public string Before { get; init; } = "";

    /// <summary>The settings that its task and everything before it read, in table order.</summary>
    public IReadOnlyList<Setting> Inputs => [.. SettingsTable.All.Where(s => s.Tasks.Any(Tasks.Contains) && IsInput(s))];

    /// <summary>The task and all it depends on.</summary>
    public IReadOnlySet<string> Tasks => Closure(Task);

    // The form of output is what makes outputs and summary, so it is not up for choice; a switch of one other task would only confuse.
    private bool IsInput(Setting setting) =>
        setting.Property != "Run.Output" && (setting.Path is not null || setting.Tasks.Contains(Task) || setting.Tasks.Count > 1);

    private static HashSet<string> Closure(string task) =>
        [task, .. TaskCatalog.All.Single(t => t.Name == task).Dependencies.SelectMany(Closure)];
}
