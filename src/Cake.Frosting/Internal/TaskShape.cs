using System.Reflection;
using Cake.Core;

namespace Cake.Frosting.Internal;

/// <summary>What the class of a task says about it: its attributes, its context, and which parts of the base class it overrides.</summary>
internal sealed class TaskShape
{
    private readonly Type _task;
    private readonly Type _base;

    /// <exception cref="InvalidOperationException">The class derives from neither base class, so that it cannot be said what it overrides.</exception>
    public TaskShape(Type task)
    {
        _task = task;
        _base = FrostingBaseOf(task) ?? throw new InvalidOperationException(
            $"The task '{task.FullName}' must derive from {nameof(FrostingTask)} or {nameof(AsyncFrostingTask)}.");
    }

    public string Name => NameOf(_task);

    public string Description => _task.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? string.Empty;

    public Type ContextType => _base.GenericTypeArguments[0];

    public bool ContinuesOnError => _task.IsDefined(typeof(ContinueOnErrorAttribute));

    public IEnumerable<Type> Dependencies => _task.GetCustomAttributes<IsDependentOnAttribute>().Select(attribute => attribute.Task);

    public IEnumerable<Type> Dependees => _task.GetCustomAttributes<IsDependeeOfAttribute>().Select(attribute => attribute.Task);

    public bool OverridesRun => Overrides(
        IsAsync ? nameof(AsyncFrostingTask<ICakeContext>.RunAsync) : nameof(FrostingTask<ICakeContext>.Run), ContextType);

    public bool OverridesShouldRun => Overrides(nameof(IFrostingTask.ShouldRun), ContextType);

    public bool OverridesOnError => Overrides(nameof(IFrostingTask.OnError), typeof(Exception), ContextType);

    public bool OverridesFinally => Overrides(nameof(IFrostingTask.Finally), ContextType);

    private bool IsAsync => _base.GetGenericTypeDefinition() == typeof(AsyncFrostingTask<>);

    /// <summary>The name of a task's class: its attribute's, or else its own.</summary>
    public static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;

    private static Type? FrostingBaseOf(Type task)
    {
        for (var type = task; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() is var definition
                && (definition == typeof(FrostingTask<>) || definition == typeof(AsyncFrostingTask<>)))
            {
                return type;
            }
        }

        return null;
    }

    private bool Overrides(string method, params Type[] parameters)
    {
        var found = _task.GetMethod(method, parameters)!;
        return found.GetBaseDefinition().DeclaringType != found.DeclaringType;
    }
}
