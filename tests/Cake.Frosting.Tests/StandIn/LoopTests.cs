using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests.StandIn;

/// <summary>Of a circle of three or more tasks the official package says only that there is one.</summary>
public sealed class LoopTests
{
    [Fact]
    public void A_longer_circle_of_tasks_is_named_from_its_first_task_back_to_it()
    {
        using var program = new SampleProgram().With<Outside>().With<Rock>().With<Paper>().With<Scissors>();

        Assert.Equal(1, program.Run("--target=Outside"));

        Assert.Contains("circular references: Rock -> Scissors -> Paper -> Rock.", program.Log);
        Assert.DoesNotContain("Outside ->", program.Log);
    }

    [IsDependentOn(typeof(Rock))]
    private sealed class Outside : FrostingTask;

    [IsDependentOn(typeof(Scissors))]
    private sealed class Rock : FrostingTask;

    [IsDependeeOf(typeof(Scissors))]
    [IsDependentOn(typeof(Rock))]
    private sealed class Paper : FrostingTask;

    private sealed class Scissors : FrostingTask;
}
