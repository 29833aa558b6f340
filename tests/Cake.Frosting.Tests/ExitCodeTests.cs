using Cake.Core;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class ExitCodeTests
{
    [Fact]
    public void A_Cake_exception_before_the_first_task_chooses_the_exit_code()
    {
        using var program = new SampleProgram().With<Fine>().Using(host => host.UseContext<ChoosyContext>());

        Assert.Equal(17, program.Run("--target=Fine"));

        Assert.Contains("not like this", program.Log);
    }

    [Fact]
    public void A_Cake_exception_of_a_task_ends_the_run_with_one_like_any_other()
    {
        using var program = new SampleProgram().With<Choosy>();

        Assert.Equal(1, program.Run("--target=Choosy"));
    }

    [Fact]
    public void A_command_line_that_cannot_be_read_is_refused_with_minus_one()
    {
        using var program = new SampleProgram().With<Fine>();

        var output = StaticConsole.Capture(() => Assert.Equal(-1, program.Run("--target=Fine", "--verbosity")));

        Assert.Contains("verbosity", output);
        Assert.Empty(program.Happened);
    }

    [Fact]
    public void A_verbosity_that_does_not_exist_is_refused()
    {
        using var program = new SampleProgram().With<Fine>();

        var output = StaticConsole.Capture(() => Assert.Equal(-1, program.Run("--target=Fine", "--verbosity=loud")));

        Assert.Contains("loud", output);
        Assert.Empty(program.Happened);
    }

    private sealed class Fine(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("Fine");
    }

    private sealed class Choosy : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new CakeException(17, "not like this");
    }

    private sealed class ChoosyContext : FrostingContext
    {
        public ChoosyContext(ICakeContext context)
            : base(context) =>
            throw new CakeException(17, "not like this");
    }
}
