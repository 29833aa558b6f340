using System.Reflection;
using Cake.Frosting;

namespace KfPipelineTasks.Build;

/// <summary>The task classes of this program, found by type. Both front ends and every listing read them from here.</summary>
public static class TaskCatalog
{
    /// <summary>Every task, in alphabetical order.</summary>
    public static IReadOnlyList<TaskEntry> All { get; } = Find();

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(t => t.Name)];

    private static List<TaskEntry> Find() => typeof(TaskCatalog).Assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask)))
        .Select(Entry).OrderBy(t => t.Name, StringComparer.Ordinal).ToList();

    private static TaskEntry Entry(Type type) => new(
        NameOf(type),
        type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? "",
        type,
        [.. type.GetCustomAttributes<IsDependentOnAttribute>().Select(d => NameOf(d.Task))]);

    private static string NameOf(Type type) => type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name;
}
