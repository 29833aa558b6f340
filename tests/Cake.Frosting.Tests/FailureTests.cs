using Cake.Core;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class FailureTests
{
    [Fact]
    public void A_run_that_succeeds_returns_zero()
    {
        using var program = new SampleProgram().With<Fine>();

        Assert.Equal(0, program.Run("--target=Fine"));
    }

    [Fact]
    public void A_task_that_throws_ends_the_run_with_one_and_its_message()
    {
        using var program = new SampleProgram().With<Broken>().With<AfterBroken>();

        Assert.Equal(1, program.Run("--target=AfterBroken"));

        Assert.Equal(["Broken"], program.Happened);
        Assert.Contains("the bridge is out", program.Log);
    }

    [Fact]
    public void An_exception_of_an_awaited_task_ends_the_run()
    {
        using var program = new SampleProgram().With<BrokenLater>();

        Assert.Equal(1, program.Run("--target=BrokenLater"));

        Assert.Contains("the ferry is late", program.Log);
    }

    [Fact]
    public void A_task_goes_on_where_an_awaited_one_has_ended()
    {
        using var program = new SampleProgram().With<Awaited>().With<AfterAwaited>();

        Assert.Equal(0, program.Run("--target=AfterAwaited"));

        Assert.Equal(["awaited", "after"], program.Happened);
    }

    [Fact]
    public void A_task_that_may_fail_lets_the_run_go_on()
    {
        using var program = new SampleProgram().With<MayFail>().With<AfterMayFail>();

        Assert.Equal(0, program.Run("--target=AfterMayFail"));

        Assert.Equal(["MayFail", "AfterMayFail"], program.Happened);
    }

    [Fact]
    public void That_a_task_may_fail_is_not_inherited()
    {
        using var program = new SampleProgram().With<DerivedFromMayFail>();

        Assert.Equal(1, program.Run("--target=DerivedFromMayFail"));
    }

    [Fact]
    public void An_error_handler_that_returns_lets_the_run_go_on()
    {
        using var program = new SampleProgram().With<Handled>().With<AfterHandled>();

        Assert.Equal(0, program.Run("--target=AfterHandled"));

        Assert.Equal(["handled: the bridge is out", "AfterHandled"], program.Happened);
    }

    [Fact]
    public void An_error_handler_that_throws_ends_the_run()
    {
        using var program = new SampleProgram().With<Rethrown>().With<AfterRethrown>();

        Assert.Equal(1, program.Run("--target=AfterRethrown"));

        Assert.Empty(program.Happened);
        Assert.Contains("a better explanation", program.Log);
    }

    [Fact]
    public void An_error_handler_of_an_awaited_task_is_called_as_well()
    {
        using var program = new SampleProgram().With<HandledLater>();

        Assert.Equal(0, program.Run("--target=HandledLater"));

        Assert.Equal(["handled: the ferry is late", "finally"], program.Happened);
    }

    [Fact]
    public void An_error_handler_is_not_called_when_nothing_went_wrong()
    {
        using var program = new SampleProgram().With<HandledButFine>();

        Assert.Equal(0, program.Run("--target=HandledButFine"));

        Assert.Equal(["fine"], program.Happened);
    }

    [Fact]
    public void A_setting_up_that_cannot_construct_a_task_is_an_error()
    {
        using var program = new SampleProgram().With<NeedsUnknownService>();

        Assert.Equal(1, program.Run("--target=NeedsUnknownService"));

        Assert.Contains(nameof(FailureTests), program.Log);
    }

    [Fact]
    public void At_diagnostic_verbosity_an_error_comes_with_its_stack()
    {
        using var program = new SampleProgram().With<Broken>();

        Assert.Equal(1, program.Run("--target=Broken", "--verbosity=diagnostic"));

        Assert.Contains("   at ", program.Log);
    }

    [Fact]
    public void An_error_carries_its_words_and_what_caused_it()
    {
        var cause = new InvalidOperationException("cause");

        Assert.Equal("words", new FrostingException("words").Message);
        Assert.Same(cause, new FrostingException("words", cause).InnerException);
    }

    private sealed class Fine : FrostingTask;

    private sealed class Broken(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            journal.Note("Broken");
            throw new InvalidOperationException("the bridge is out");
        }
    }

    [IsDependentOn(typeof(Broken))]
    private sealed class AfterBroken(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("AfterBroken");
    }

    private sealed class BrokenLater : AsyncFrostingTask
    {
        public override async Task RunAsync(ICakeContext context)
        {
            await Task.Yield();
            throw new InvalidOperationException("the ferry is late");
        }
    }

    private sealed class Awaited(Journal journal) : AsyncFrostingTask
    {
        public override async Task RunAsync(ICakeContext context)
        {
            await Task.Yield();
            journal.Note("awaited");
        }
    }

    [IsDependentOn(typeof(Awaited))]
    private sealed class AfterAwaited(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("after");
    }

    [ContinueOnError]
    private class MayFail(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            journal.Note(GetType().Name);
            throw new InvalidOperationException("never mind");
        }
    }

    private sealed class DerivedFromMayFail(Journal journal) : MayFail(journal);

    [IsDependentOn(typeof(MayFail))]
    private sealed class AfterMayFail(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("AfterMayFail");
    }

    private sealed class Handled(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("the bridge is out");

        public override void OnError(Exception exception, ICakeContext context) => journal.Note($"handled: {exception.Message}");
    }

    [IsDependentOn(typeof(Handled))]
    private sealed class AfterHandled(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("AfterHandled");
    }

    private sealed class Rethrown : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("the bridge is out");

        public override void OnError(Exception exception, ICakeContext context) =>
            throw new InvalidOperationException("a better explanation", exception);
    }

    [IsDependentOn(typeof(Rethrown))]
    private sealed class AfterRethrown(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("AfterRethrown");
    }

    private sealed class HandledLater(Journal journal) : AsyncFrostingTask
    {
        public override async Task RunAsync(ICakeContext context)
        {
            await Task.Yield();
            throw new InvalidOperationException("the ferry is late");
        }

        public override void OnError(Exception exception, ICakeContext context) => journal.Note($"handled: {exception.Message}");

        public override void Finally(ICakeContext context) => journal.Note("finally");
    }

    private sealed class HandledButFine(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("fine");

        public override void OnError(Exception exception, ICakeContext context) => journal.Note("handled");
    }

    private sealed class NeedsUnknownService(FailureTests unknown) : FrostingTask
    {
        public FailureTests Unknown { get; } = unknown;
    }
}
