using System.Runtime.ExceptionServices;
using Cake.Core;
using Cake.Core.Scripting;

namespace KfPipelineTasks.Build.Script;

/// <summary>
/// Stands in for Cake's engine when the program runs inside a script: the Frosting host registers its tasks with the engine of
/// the script, and asked to run, lets the script's host run them - or draw or list them, whatever that host is for.
/// </summary>
public sealed class ScriptEngine(IScriptHost script) : ICakeEngine
{
    private readonly List<CakeTask> _registered = [];

    // Frosting listens to none of these, and a script host offers none to pass on.
    event EventHandler<BeforeSetupEventArgs> ICakeEngine.BeforeSetup
    {
        add => throw NotOffered();
        remove => throw NotOffered();
    }

    event EventHandler<AfterSetupEventArgs> ICakeEngine.AfterSetup
    {
        add => throw NotOffered();
        remove => throw NotOffered();
    }

    event EventHandler<BeforeTeardownEventArgs> ICakeEngine.BeforeTeardown
    {
        add => throw NotOffered();
        remove => throw NotOffered();
    }

    event EventHandler<AfterTeardownEventArgs> ICakeEngine.AfterTeardown
    {
        add => throw NotOffered();
        remove => throw NotOffered();
    }

    event EventHandler<BeforeTaskSetupEventArgs> ICakeEngine.BeforeTaskSetup
    {
        add => throw NotOffered();
        remove => throw NotOffered();
    }

    event EventHandler<AfterTaskSetupEventArgs> ICakeEngine.AfterTaskSetup
    {
        add => throw NotOffered();
        remove => throw NotOffered();
    }

    event EventHandler<BeforeTaskTeardownEventArgs> ICakeEngine.BeforeTaskTeardown
    {
        add => throw NotOffered();
        remove => throw NotOffered();
    }

    event EventHandler<AfterTaskTeardownEventArgs> ICakeEngine.AfterTaskTeardown
    {
        add => throw NotOffered();
        remove => throw NotOffered();
    }

    public IReadOnlyList<ICakeTaskInfo> Tasks => script.Tasks;

    public CakeTaskBuilder RegisterTask(string name)
    {
        var builder = script.Task(name);
        _registered.Add((CakeTask)builder.Task);
        return builder;
    }

    public void RegisterSetupAction(Action<ISetupContext> action) => script.Setup(action);

    public void RegisterSetupAction<TData>(Func<ISetupContext, TData> action)
        where TData : class => script.Setup(action);

    public void RegisterTeardownAction(Action<ITeardownContext> action) => script.Teardown(action);

    public void RegisterTeardownAction<TData>(Action<ITeardownContext, TData> action)
        where TData : class => script.Teardown(action);

    public void RegisterTaskSetupAction(Action<ITaskSetupContext> action) => script.TaskSetup(action);

    public void RegisterTaskSetupAction<TData>(Action<ITaskSetupContext, TData> action)
        where TData : class => script.TaskSetup(action);

    public void RegisterTaskTeardownAction(Action<ITaskTeardownContext> action) => script.TaskTeardown(action);

    public void RegisterTaskTeardownAction<TData>(Action<ITaskTeardownContext, TData> action)
        where TData : class => script.TaskTeardown(action);

    /// <summary>Lets the script's host run the targets, and answers with an empty report: the script's host has shown its own.</summary>
    public async Task<CakeReport> RunTargetAsync(ICakeContext context, IExecutionStrategy strategy, ExecutionSettings settings)
    {
        foreach (var task in _registered)
        {
            HandOver(task, context);
        }

        try
        {
            await script.RunTargetsAsync(settings.Targets);
        }
        catch (CakeReportException exception) when (exception.InnerException is { } cause)
        {
            // Its report has been shown too; what is left is why it failed.
            ExceptionDispatchInfo.Throw(cause);
        }

        return new CakeReport();
    }

    /// <summary>The script's host would hand tasks its own context; they were written for the program's.</summary>
    private static void HandOver(CakeTask task, ICakeContext context)
    {
        for (var i = 0; i < task.Actions.Count; i++)
        {
            var action = task.Actions[i];
            task.Actions[i] = _ => action(context);
        }

        for (var i = 0; i < task.Criterias.Count; i++)
        {
            var criterion = task.Criterias[i];
            task.Criterias[i] = new CakeTaskCriteria(_ => criterion.Predicate(context), criterion.Message);
        }
    }

    private static NotSupportedException NotOffered() => new("A script host has no events.");
}
