using Cake.Core;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class SkippingTests
{
    [Fact]
    public void A_task_that_should_not_run_is_skipped_and_those_after_it_run()
    {
        using var program = new SampleProgram().With<Skipped>().With<AfterSkipped>();

        Assert.Equal(0, program.Run("--target=AfterSkipped"));

        Assert.Equal(["AfterSkipped"], program.Happened);
        Assert.Contains("Skipped", program.Tables);
    }

    [Fact]
    public void Setup_and_teardown_of_a_skipped_task_run_and_are_told()
    {
        using var program = new SampleProgram().With<Skipped>().With<AfterSkipped>()
            .Using(host => host.UseTaskTeardown<SkipNotingTeardown>());

        Assert.Equal(0, program.Run("--target=AfterSkipped"));

        Assert.Equal(["Skipped skipped: True", "AfterSkipped", "AfterSkipped skipped: False"], program.Happened);
    }

    [Fact]
    public void Whether_a_task_should_run_is_asked_when_its_turn_has_come()
    {
        using var program = new SampleProgram().With<Decider>().With<Decided>();

        Assert.Equal(0, program.Run("--target=Decided"));

        Assert.Equal(["decided", "Decided"], program.Happened);
    }

    [Fact]
    public void A_target_that_should_not_run_is_an_error_that_names_it()
    {
        using var program = new SampleProgram().With<Skipped>();

        Assert.Equal(1, program.Run("--target=Skipped"));

        Assert.Contains("Could not reach target 'Skipped'", program.Log);
    }

    [Fact]
    public void A_skipped_task_says_why()
    {
        using var program = new SampleProgram().With<SkippedForAReason>();

        Assert.Equal(1, program.Run("--target=SkippedForAReason"));

        Assert.Contains("it is Sunday", program.Log);
    }

    [Fact]
    public void An_awaited_task_that_should_not_run_is_skipped_as_well()
    {
        using var program = new SampleProgram().With<SkippedLater>().With<AfterSkippedLater>();

        Assert.Equal(0, program.Run("--target=AfterSkippedLater"));

        Assert.Empty(program.Happened);
    }

    private sealed class Skipped(Journal journal) : FrostingTask
    {
        public override bool ShouldRun(ICakeContext context) => false;

        public override void Run(ICakeContext context) => journal.Note("Skipped");

        public override void Finally(ICakeContext context) => journal.Note("finally Skipped");
    }

    [IsDependentOn(typeof(Skipped))]
    private sealed class AfterSkipped(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("AfterSkipped");
    }

    private sealed class Decider(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("decided");
    }

    [IsDependentOn(typeof(Decider))]
    private sealed class Decided(Journal journal) : FrostingTask
    {
        public override bool ShouldRun(ICakeContext context) => journal.Lines.Contains("decided");

        public override void Run(ICakeContext context) => journal.Note("Decided");
    }

    private sealed class SkippedForAReason : FrostingTask, IFrostingTask
    {
        string IFrostingTask.SkippedMessage => "it is Sunday";

        public override bool ShouldRun(ICakeContext context) => false;
    }

    private sealed class SkippedLater(Journal journal) : AsyncFrostingTask
    {
        public override bool ShouldRun(ICakeContext context) => false;

        public override Task RunAsync(ICakeContext context)
        {
            journal.Note("SkippedLater");
            return Task.CompletedTask;
        }
    }

    [IsDependentOn(typeof(SkippedLater))]
    private sealed class AfterSkippedLater : FrostingTask;

    private sealed class SkipNotingTeardown(Journal journal) : FrostingTaskTeardown
    {
        public override void Teardown(ICakeContext context, ITaskTeardownContext info) =>
            journal.Note($"{info.Task.Name} skipped: {info.Skipped}");
    }
}
