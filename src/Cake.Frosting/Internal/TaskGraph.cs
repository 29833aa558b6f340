using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Internal;

/// <summary>Registers the program's tasks, and what happens around them, with Cake's engine.</summary>
internal sealed class TaskGraph(
    ICakeEngine engine,
    IFrostingContext context,
    ICakeLog log,
    IEnumerable<IFrostingTask> tasks,
    IFrostingSetup? setup = null,
    IFrostingTeardown? teardown = null,
    IFrostingTaskSetup? taskSetup = null,
    IFrostingTaskTeardown? taskTeardown = null)
{
    // Constructed with the graph, not with the first use: a constructor that throws stops the run before tools are installed.
    private readonly List<IFrostingTask> _tasks = [.. tasks];

    /// <exception cref="FrostingException">A dependency is not a task, or tasks wait for each other.</exception>
    public void Register()
    {
        foreach (var task in _tasks)
        {
            Register(task);
        }

        TaskLoops.Refuse(engine.Tasks);
        RegisterLifetime();
        RegisterTaskLifetime();
    }

    private void Register(IFrostingTask task)
    {
        var shape = new TaskShape(task.GetType());
        log.Debug("Registering task: {0}", shape.Name);
        if (!shape.ContextType.IsInstanceOfType(context))
        {
            log.Warning("Task {0} is left out: its context {1} is not the program's {2}.", shape.Name, shape.ContextType.FullName!, context.GetType().FullName!);
            return;
        }

        var builder = engine.RegisterTask(shape.Name);
        if (!string.IsNullOrWhiteSpace(shape.Description))
        {
            builder.Description(shape.Description);
        }

        RegisterBody(task, shape, builder);
        RegisterEdges(shape, builder);
    }

    // Only what is overridden: an empty handler would swallow the error it is given, and an empty criterion would show up in reports.
    private void RegisterBody(IFrostingTask task, TaskShape shape, CakeTaskBuilder builder)
    {
        if (shape.OverridesRun)
        {
            builder.Does(task.RunAsync);
        }

        if (shape.OverridesShouldRun)
        {
            builder.WithCriteria(task.ShouldRun, task.SkippedMessage);
        }

        if (shape.ContinuesOnError)
        {
            builder.ContinueOnError();
        }

        if (shape.OverridesOnError)
        {
            builder.OnError(exception => task.OnError(exception, context));
        }

        if (shape.OverridesFinally)
        {
            builder.Finally(() => task.Finally(context));
        }
    }

    private static void RegisterEdges(TaskShape shape, CakeTaskBuilder builder)
    {
        foreach (var dependency in shape.Dependencies)
        {
            builder.IsDependentOn(NameOf(dependency, "dependency"));
        }

        foreach (var dependee in shape.Dependees)
        {
            builder.IsDependeeOf(NameOf(dependee, "reverse dependency"));
        }
    }

    private static string NameOf(Type type, string role)
    {
        var name = TaskShape.NameOf(type);
        return type.IsAssignableTo(typeof(IFrostingTask))
            ? name
            : throw new FrostingException($"The {role} '{name}' is not a valid task.");
    }

    private void RegisterLifetime()
    {
        if (setup is not null)
        {
            log.Debug("Registering setup: {0}", setup.GetType().Name);
            engine.RegisterSetupAction(info => setup.Setup(context, info));
        }

        if (teardown is not null)
        {
            log.Debug("Registering teardown: {0}", teardown.GetType().Name);
            engine.RegisterTeardownAction(info => teardown.Teardown(context, info));
        }
    }

    private void RegisterTaskLifetime()
    {
        if (taskSetup is not null)
        {
            log.Debug("Registering task setup: {0}", taskSetup.GetType().Name);
            engine.RegisterTaskSetupAction(info => taskSetup.Setup(context, info));
        }

        if (taskTeardown is not null)
        {
            log.Debug("Registering task teardown: {0}", taskTeardown.GetType().Name);
            engine.RegisterTaskTeardownAction(info => taskTeardown.Teardown(context, info));
        }
    }
}
