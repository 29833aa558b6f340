using System.Reflection;
using KfPipelineTasks.Build;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Settings;

namespace Build.Tests.Graph;

/// <summary>A setting that a task is said to read, in the docs and as an input of its action, is one that its code can read.</summary>
public sealed class ReadSettingsTests
{
    private static readonly SettingsReach Reach = new();

    /// <summary>What every run reads, whatever its task: how it speaks, where its settings are, which cloud it is for.</summary>
    private static readonly HashSet<MethodBase> Program = Reach.From(typeof(KfProgram), typeof(Run));

    /// <summary>What is read by its name, before there are settings: where they are, and how to speak.</summary>
    private static readonly string[] First = ["Run.SettingsFile", "Run.Output", "Run.Report"];

    private static readonly Dictionary<string, HashSet<MethodBase>> ByTask = TaskCatalog.All.ToDictionary(t => t.Name, t => Reach.From(TypesOf(t)));

    public static TheoryData<string> Tasks => [.. TaskNames.All];

    [Theory, MemberData(nameof(Tasks))]
    public void A_task_reads_every_setting_that_names_it(string task)
    {
        var reached = ByTask[task];
        var paged = reached.Any(method => method.DeclaringType == typeof(PageWork)) ? Paged() : [];

        // What gives another setting its default is read through it: <profile> is pipelines.namespace, where nobody says otherwise.
        var through = SettingsTable.ReadBy(task).Where(setting => reached.Contains(SettingsReach.Getter(setting))).Select(setting => setting.DerivedDefault).ToList();

        var idle = SettingsTable.ReadBy(task).Where(setting => !through.Exists(text => text.Contains($"<{setting.Argument}>", StringComparison.Ordinal))).Where(setting => !reached.Contains(SettingsReach.Getter(setting)) && !paged.Contains(setting.Path ?? "") && !paged.Contains(setting.Variable) && !IsOfEveryRun(setting));

        var found = string.Join(", ", idle.Select(setting => setting.Property));
        Assert.True(found.Length == 0, $"{task} is said to read, and does not: {found}.");
    }

    [Fact]
    public void Every_setting_is_read_by_some_task() => Assert.Empty(SettingsTable.All.Where(setting => setting.Tasks.Count == 0).Select(setting => setting.Property));

    // The walk itself has to be able to find nothing.
    [Fact]
    public void The_walk_knows_what_a_task_cannot_read()
    {
        var pool = SettingsReach.Getter(SettingsTable.ByPath["node-pool.disk-type"]);
        Assert.Contains(pool, ByTask[TaskNames.EnsureNodePool]);
        Assert.DoesNotContain(pool, ByTask[TaskNames.KptSet]);
        Assert.DoesNotContain(SettingsReach.Getter(SettingsTable.ByPath["iap.condition"]), ByTask[TaskNames.EnsureNodePool]);
    }

    private static bool IsOfEveryRun(Setting setting) =>
        setting.Tasks.Count == TaskNames.All.Count && (First.Contains(setting.Property) || Program.Contains(SettingsReach.Getter(setting)));

    // Plan is Apply, and all before it, with nobody acting.
    private static IEnumerable<Type> TypesOf(TaskEntry task) =>
        task.Name == TaskNames.Plan ? TaskCatalog.All.Where(t => t.Name is TaskNames.Plan or TaskNames.Apply or TaskNames.ApplyKcc or TaskNames.KptSet).Select(t => t.Type) : [task.Type];

    // Pages of components name settings by their paths and variables.
    private static HashSet<string> Paged()
    {
        var pages = ComponentPages.Read().All.ToList();
        var conditions = pages.SelectMany(page => page.Merges.Select(m => m.When).Concat(page.Secrets.Select(s => s.When))).Select(when => when.Split('=')[0]);
        return [.. conditions, .. pages.Select(page => page.InsteadSetting), .. pages.SelectMany(page => page.Secrets).SelectMany(secret => secret.Data.Values)];
    }
}
