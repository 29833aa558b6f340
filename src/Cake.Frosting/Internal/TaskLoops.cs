using System.Collections.Immutable;
using Cake.Core;

namespace Cake.Frosting.Internal;

/// <summary>
/// Finds tasks that wait for each other. Cake's engine refuses them as well, but of a loop of three or more tasks it says only
/// that there is one; whoever has to break it needs the names.
/// </summary>
internal static class TaskLoops
{
    /// <exception cref="FrostingException">There is a loop; the message walks through it.</exception>
    public static void Refuse(IReadOnlyList<ICakeTaskInfo> tasks)
    {
        var earlier = tasks
            .SelectMany(task => task.Dependencies.Select(dependency => (Task: task.Name, Earlier: dependency.Name))
                .Concat(task.Dependees.Select(dependee => (Task: dependee.Name, Earlier: task.Name))))
            .ToLookup(edge => edge.Task, edge => edge.Earlier, StringComparer.OrdinalIgnoreCase);
        var finished = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var task in tasks)
        {
            Visit(task.Name, []);
        }

        void Visit(string task, ImmutableList<string> waiting)
        {
            if (waiting.FindIndex(name => name.Equals(task, StringComparison.OrdinalIgnoreCase)) is >= 0 and var start)
            {
                throw new FrostingException(
                    $"Graph contains circular references: {string.Join(" -> ", waiting.RemoveRange(0, start).Add(task))}. Each of these tasks waits for the next one.");
            }

            if (finished.Contains(task))
            {
                return;
            }

            foreach (var next in earlier[task])
            {
                Visit(next, waiting.Add(task));
            }

            finished.Add(task);
        }
    }
}
