using System.Reflection;
using Cake.Core;
using KfPipelineTasks.Build.Output;
using KfPipelineTasks.Model;

namespace Build.Tests.Output;

public sealed class ExitCodeTests
{
    private static readonly Exception Wrong = new UsageException("wrong");
    private static readonly Exception Late = new NotReadyInTimeException("late");
    private static readonly Exception Broken = new DeployException("broken");

    [Fact]
    public void A_run_that_nothing_stopped_is_done() => Assert.Equal(0, ExitCodes.For(null));

    [Fact]
    public void Each_kind_of_failure_has_its_code()
    {
        Assert.Equal(2, ExitCodes.For(Wrong));
        Assert.Equal(70, ExitCodes.For(Late));
        Assert.Equal(1, ExitCodes.For(Broken));
        Assert.Equal(1, ExitCodes.For(new InvalidOperationException("bug")));
        Assert.Equal(1, ExitCodes.For(new OperationCanceledException()));
    }

    [Fact]
    public void Wrappers_of_the_host_do_not_hide_the_kind()
    {
        Assert.Equal(2, ExitCodes.For(new AggregateException(Wrong)));
        Assert.Equal(70, ExitCodes.For(new CakeException("failed", new TargetInvocationException(Late))));
        Assert.Equal(1, ExitCodes.For(new CakeException("no inner exception")));
        Assert.Equal(1, ExitCodes.For(new AggregateException()));
    }

    [Fact]
    public void Of_several_failures_the_gravest_counts()
    {
        Assert.Equal(1, ExitCodes.For(new AggregateException(Wrong, Late, Broken)));
        Assert.Equal(70, ExitCodes.For(new AggregateException(Wrong, Late)));
    }

    [Fact]
    public void What_comes_after_a_change_has_failed()
    {
        Assert.Equal(1, ExitCodes.For(Wrong, acted: true));
        Assert.Equal(70, ExitCodes.For(Late, acted: true));
    }

    [Fact]
    public void A_cause_does_not_change_the_kind() => Assert.Equal(1, ExitCodes.For(new DeployException("broken", cause: Wrong)));
}
