using Cake.Frosting;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(Default))]
[TaskDescription("Prints the tasks, what each is for and which settings it reads; changes nothing")]
public sealed class Default : FrostingTask<DeployContext>
{
    public override void Run(DeployContext context)
    {
        context.Output.Show(new Table("Tasks", ["task", "what it does", "runs after"],
            [.. TaskCatalog.All.Select(t => (IReadOnlyList<string>)[t.Name, t.Description, string.Join(", ", t.Dependencies)])]));
        foreach (var task in TaskCatalog.All)
        {
            var settings = SettingsTable.ReadBy(task.Name).ToList();
            if (settings.Count == 0) continue;
            context.Output.Show(new Table($"{task.Name} reads", ["setting", "needed", "default", "meaning"], [.. settings.Select(s => Row(s, task.Name))]));
        }

        context.Output.Info("Run one with --target=<task>; rehearse without an account with --cloud=local; see what would happen with --plan.");
    }

    private static IReadOnlyList<string> Row(Setting setting, string task) =>
    [
        setting.IsSecret ? setting.Variable : $"--{setting.Argument}",
        setting.RequiredBy.Contains(task) ? setting.RequiredWhen is null ? "yes" : "depends" : "",
        setting.DerivedDefault.Length > 0 ? setting.DerivedDefault : setting.Default,
        setting.Help,
    ];
}
