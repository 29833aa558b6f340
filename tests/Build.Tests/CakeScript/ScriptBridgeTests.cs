using Cake.Core;
using KfPipelineTasks.Build.Script;

namespace Build.Tests.CakeScript;

public sealed class ScriptBridgeTests
{
    [Fact]
    public void The_program_gets_the_arguments_that_dotnet_cake_did_not_keep_for_itself()
    {
        using var script = new SampleScript(
            ("target", "Apply"), ("target", "Status"), ("plan", null), ("cluster", "kf-one"), ("Settings_NoReport", "True"), ("invalidate-script-cache", "True"));

        Assert.Equal(
            ["--target=Apply", "--target=Status", "--plan", "--cluster=kf-one", "--no-report", "--verbosity=Normal"],
            ArgumentsOf(script));
    }

    [Fact]
    public void A_run_that_succeeds_lets_the_script_go_on()
    {
        using var script = new SampleScript();

        ScriptBridge.Run(script.Host, (_, _) => 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(70)]
    public void The_exit_code_of_the_program_becomes_that_of_the_script(int exitCode)
    {
        using var script = new SampleScript();

        var failure = Assert.Throws<CakeException>(() => ScriptBridge.Run(script.Host, (_, _) => exitCode));

        Assert.Equal(exitCode, failure.ExitCode);
        Assert.Contains($"exit code {exitCode}", failure.Message);
    }

    private static IReadOnlyList<string> ArgumentsOf(SampleScript script)
    {
        IReadOnlyList<string> seen = [];
        ScriptBridge.Run(script.Host, (arguments, _) =>
        {
            seen = arguments;
            return 0;
        });
        return seen;
    }
}
