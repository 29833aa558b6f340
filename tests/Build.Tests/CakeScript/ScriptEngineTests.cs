using Cake.Core;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

namespace Build.Tests.CakeScript;

public sealed class ScriptEngineTests
{
    private readonly List<string> _happened = [];

    [Fact]
    public void The_host_of_the_script_runs_the_tasks_of_the_program_with_the_program_s_own_context()
    {
        using var script = new SampleScript();

        Assert.Equal(0, script.Run(script.Host, "Bake", Program));

        Assert.Equal(["setup", "Mix", "Bake", "teardown"], _happened);
    }

    [Fact]
    public void Names_descriptions_and_edges_reach_the_script()
    {
        using var script = new SampleScript();

        Assert.Equal(0, script.Run(script.DryRunHost, "Bake", Program));

        Assert.Equal(
            ["Bake (Puts it into the oven) after Mix", "Mix () before Sift", "Sift () ", "Burn () ", "Doubt () "],
            script.Host.Tasks.Select(task => $"{task.Name} ({task.Description}) "
                + string.Concat(task.Dependencies.Select(edge => $"after {edge.Name}").Concat(task.Dependees.Select(edge => $"before {edge.Name}")))));
    }

    [Fact]
    public void A_dry_run_of_the_script_runs_no_body()
    {
        using var script = new SampleScript();

        Assert.Equal(0, script.Run(script.DryRunHost, "Bake", Program));

        Assert.Equal(["setup", "teardown"], _happened);
        Assert.Contains(script.Log.Lines, line => line.EndsWith("Bake", StringComparison.Ordinal));
    }

    [Fact]
    public void Criteria_of_the_program_hold_in_the_script()
    {
        using var script = new SampleScript();

        Assert.Equal(1, script.Run(script.Host, "Doubt", Program));

        Assert.Contains(script.Log.Lines, line => line.Contains("Could not reach target 'Doubt'", StringComparison.Ordinal));
        Assert.DoesNotContain("Doubt", _happened);
    }

    [Fact]
    public void A_failure_is_handled_and_told_as_the_task_meant_it()
    {
        using var script = new SampleScript();

        Assert.Equal(1, script.Run(script.Host, "Burn", Program));

        Assert.Equal(["setup", "handled: smoke", "finally", "teardown after InvalidOperationException"], _happened);
        Assert.Contains("Error: smoke", script.Log.Lines);
    }

    private void Program(CakeHost host) => host.UseContext<KitchenContext>().UseLifetime<Lifetime>().ConfigureServices(services => services
        .AddSingleton(_happened)
        .AddSingleton<IFrostingTask, Bake>()
        .AddSingleton<IFrostingTask, Mix>()
        .AddSingleton<IFrostingTask, Sift>()
        .AddSingleton<IFrostingTask, Burn>()
        .AddSingleton<IFrostingTask, Doubt>());

    private sealed class KitchenContext(ICakeContext context, List<string> happened) : FrostingContext(context)
    {
        public void Note(string line) => happened.Add(line);
    }

    private sealed class Lifetime : FrostingLifetime<KitchenContext>
    {
        public override void Setup(KitchenContext context, ISetupContext info) => context.Note("setup");

        public override void Teardown(KitchenContext context, ITeardownContext info) =>
            context.Note(info.ThrownException is { } thrown ? $"teardown after {thrown.GetType().Name}" : "teardown");
    }

    [TaskDescription("Puts it into the oven")]
    [IsDependentOn(typeof(Mix))]
    private sealed class Bake : FrostingTask<KitchenContext>
    {
        public override void Run(KitchenContext context) => context.Note("Bake");
    }

    [IsDependeeOf(typeof(Sift))]
    private sealed class Mix : AsyncFrostingTask<KitchenContext>
    {
        public override async Task RunAsync(KitchenContext context)
        {
            await Task.Yield();
            context.Note("Mix");
        }
    }

    private sealed class Sift : FrostingTask<KitchenContext>;

    private sealed class Burn : FrostingTask<KitchenContext>
    {
        public override void Run(KitchenContext context) => throw new InvalidOperationException("smoke");

        public override void OnError(Exception exception, KitchenContext context)
        {
            context.Note($"handled: {exception.Message}");
            throw exception;
        }

        public override void Finally(KitchenContext context) => context.Note("finally");
    }

    private sealed class Doubt : FrostingTask<KitchenContext>
    {
        public override bool ShouldRun(KitchenContext context) => context.Arguments.HasArgument("sure");

        public override void Run(KitchenContext context) => context.Note("Doubt");
    }
}
