using Cake.Core;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class OrderTests
{
    [Fact]
    public void Setup_and_teardown_embrace_the_run_and_task_setup_and_task_teardown_each_task()
    {
        using var program = Program().With<First>().With<Second>();

        Assert.Equal(0, program.Run("--target=Second"));

        Assert.Equal(
            [
                "setup Second: First, Second",
                "task setup First", "run First", "finally First", "task teardown First",
                "task setup Second", "run Second", "finally Second", "task teardown Second",
                "teardown",
            ],
            program.Happened);
    }

    [Fact]
    public void A_task_that_fails_is_handled_then_finished_then_torn_down()
    {
        using var program = Program().With<Failing>();

        Assert.Equal(0, program.Run("--target=Failing"));

        Assert.Equal(
            ["setup Failing: Failing", "task setup Failing", "run Failing", "on error broken", "finally Failing", "task teardown Failing", "teardown"],
            program.Happened);
    }

    [Fact]
    public void A_setup_that_fails_lets_no_task_run_and_is_still_torn_down()
    {
        using var program = new SampleProgram().With<First>()
            .Using(host => host.UseSetup<BrokenSetup>().UseTeardown<NotingTeardown>());

        Assert.Equal(1, program.Run("--target=First"));

        Assert.Equal(["broken setup", "teardown after failure: True"], program.Happened);
        Assert.Contains("no network", program.Log);
    }

    [Fact]
    public void A_task_setup_that_fails_keeps_its_task_from_running_and_is_still_torn_down()
    {
        using var program = new SampleProgram().With<First>()
            .Using(host => host.UseTaskSetup<BrokenTaskSetup>().UseTaskTeardown<NotingTaskTeardown>());

        Assert.Equal(1, program.Run("--target=First"));

        Assert.Equal(["task teardown First"], program.Happened);
        Assert.Contains("no disk", program.Log);
    }

    [Fact]
    public void A_teardown_is_told_that_the_run_failed_and_a_task_teardown_that_the_task_did()
    {
        using var program = new SampleProgram().With<Unhandled>()
            .Using(host => host.UseTeardown<NotingTeardown>().UseTaskTeardown<OutcomeTaskTeardown>());

        Assert.Equal(1, program.Run("--target=Unhandled"));

        Assert.Equal(["Unhandled ended with InvalidOperationException", "teardown after failure: True"], program.Happened);
    }

    [Fact]
    public void Halves_of_a_lifetime_can_be_given_one_by_one()
    {
        using var program = new SampleProgram().With<First>()
            .Using(host => host.UseSetup<NotingSetup>().UseTeardown<NotingTeardown>().UseTaskSetup<NotingTaskSetup>().UseTaskTeardown<NotingTaskTeardown>());

        Assert.Equal(0, program.Run("--target=First"));

        Assert.Equal(
            ["setup", "task setup First", "run First", "finally First", "task teardown First", "teardown after failure: False"],
            program.Happened);
    }

    [Fact]
    public void Of_two_lifetimes_the_last_one_counts()
    {
        using var program = Program().With<First>()
            .Using(host => host.UseLifetime<OtherLifetime>().UseTaskLifetime<OtherTaskLifetime>());

        Assert.Equal(0, program.Run("--target=First"));

        Assert.Equal(["other setup", "other task setup", "run First", "finally First", "other task teardown", "other teardown"], program.Happened);
    }

    [Fact]
    public void A_lifetime_is_one_object_for_setup_and_teardown()
    {
        using var program = new SampleProgram().With<First>().Using(host => host.UseLifetime<CountingLifetime>());

        Assert.Equal(0, program.Run("--target=First"));

        Assert.Equal("torn down the same object: True", program.Happened[^1]);
    }

    private static SampleProgram Program() =>
        new SampleProgram().Using(host => host.UseLifetime<NotingLifetime>().UseTaskLifetime<NotingTaskLifetime>());

    private sealed class First(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("run First");

        public override void Finally(ICakeContext context) => journal.Note("finally First");
    }

    [IsDependentOn(typeof(First))]
    private sealed class Second(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("run Second");

        public override void Finally(ICakeContext context) => journal.Note("finally Second");
    }

    private sealed class Failing(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            journal.Note("run Failing");
            throw new InvalidOperationException("broken");
        }

        public override void OnError(Exception exception, ICakeContext context) => journal.Note($"on error {exception.Message}");

        public override void Finally(ICakeContext context) => journal.Note("finally Failing");
    }

    private sealed class Unhandled : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("broken");
    }

    private sealed class NotingLifetime(Journal journal) : FrostingLifetime
    {
        public override void Setup(ICakeContext context, ISetupContext info) =>
            journal.Note($"setup {info.TargetTask.Name}: {string.Join(", ", info.TasksToExecute.Select(task => task.Name))}");

        public override void Teardown(ICakeContext context, ITeardownContext info) => journal.Note("teardown");
    }

    private sealed class NotingTaskLifetime(Journal journal) : FrostingTaskLifetime
    {
        public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Note($"task setup {info.Task.Name}");

        public override void Teardown(ICakeContext context, ITaskTeardownContext info) => journal.Note($"task teardown {info.Task.Name}");
    }

    private sealed class OtherLifetime(Journal journal) : FrostingLifetime<IFrostingContext>
    {
        public override void Setup(IFrostingContext context, ISetupContext info) => journal.Note("other setup");

        public override void Teardown(IFrostingContext context, ITeardownContext info) => journal.Note("other teardown");
    }

    private sealed class OtherTaskLifetime(Journal journal) : FrostingTaskLifetime<IFrostingContext>
    {
        public override void Setup(IFrostingContext context, ITaskSetupContext info) => journal.Note("other task setup");

        public override void Teardown(IFrostingContext context, ITaskTeardownContext info) => journal.Note("other task teardown");
    }

    private sealed class CountingLifetime(Journal journal) : FrostingLifetime
    {
        private bool _isSetUp;

        public override void Setup(ICakeContext context, ISetupContext info) => _isSetUp = true;

        public override void Teardown(ICakeContext context, ITeardownContext info) => journal.Note($"torn down the same object: {_isSetUp}");
    }

    private sealed class BrokenSetup(Journal journal) : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info)
        {
            journal.Note("broken setup");
            throw new InvalidOperationException("no network");
        }
    }

    private sealed class NotingSetup(Journal journal) : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info) => journal.Note("setup");
    }

    private sealed class NotingTeardown(Journal journal) : FrostingTeardown
    {
        public override void Teardown(ICakeContext context, ITeardownContext info) =>
            journal.Note($"teardown after failure: {!info.Successful}");
    }

    private sealed class BrokenTaskSetup : FrostingTaskSetup
    {
        public override void Setup(ICakeContext context, ITaskSetupContext info) => throw new InvalidOperationException("no disk");
    }

    private sealed class NotingTaskSetup(Journal journal) : FrostingTaskSetup
    {
        public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Note($"task setup {info.Task.Name}");
    }

    private sealed class NotingTaskTeardown(Journal journal) : FrostingTaskTeardown
    {
        public override void Teardown(ICakeContext context, ITaskTeardownContext info) => journal.Note($"task teardown {info.Task.Name}");
    }

    private sealed class OutcomeTaskTeardown(Journal journal) : FrostingTaskTeardown
    {
        public override void Teardown(ICakeContext context, ITaskTeardownContext info) =>
            journal.Note($"{info.Task.Name} ended with {info.ThrownException.GetType().Name}");
    }
}
