using Cake.Core;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class ConfigurationTests
{
    private const string CakeConfig = "cake.config";

    [Fact]
    public void A_setting_of_the_program_reaches_the_context()
    {
        using var program = Program().Using(host => host.UseCakeSetting("oven_heat", "program"));

        Assert.Equal("program", HeatIn(program));
    }

    [Fact]
    public void Of_two_values_the_program_sets_the_last_one_counts()
    {
        using var program = Program().Using(host => host.UseCakeSetting("oven_heat", "first").UseCakeSetting("Oven_Heat", "last"));

        Assert.Equal("last", HeatIn(program));
    }

    [Fact]
    public void An_environment_variable_goes_before_the_program()
    {
        using var program = Program().Using(host => host.UseCakeSetting("oven_heat", "program"));
        program.Environment.Variables["CAKE_OVEN_HEAT"] = "environment";

        Assert.Equal("environment", HeatIn(program));
    }

    [Fact]
    public void The_file_goes_before_an_environment_variable()
    {
        using var program = Program().WithFile(CakeConfig, "[Oven]\nHeat=file\n");
        program.Environment.Variables["CAKE_OVEN_HEAT"] = "environment";

        Assert.Equal("file", HeatIn(program));
    }

    [Fact]
    public void An_argument_goes_before_the_file()
    {
        using var program = Program().WithFile(CakeConfig, "[Oven]\nHeat=file\n");

        Assert.Equal("argument", HeatIn(program, "--oven_heat=argument"));
    }

    [Fact]
    public void The_file_is_read_from_the_directory_the_program_runs_in()
    {
        using var program = Program()
            .WithFile(CakeConfig, "[Oven]\nHeat=outside\n")
            .WithFile("kitchen/cake.config", "[Oven]\nHeat=inside\n");

        Assert.Equal("inside", HeatIn(program, "--working=kitchen"));
    }

    [Theory]
    [InlineData("Diagnostic")]
    [InlineData("Quiet")]
    public void The_verbosity_can_be_set_in_the_file(string verbosity)
    {
        using var program = Program().WithFile(CakeConfig, $"[Settings]\nVerbosity={verbosity}\n");

        Assert.Equal(verbosity, VerbosityIn(program));
    }

    [Fact]
    public void The_verbosity_can_be_set_in_the_environment()
    {
        using var program = Program();
        program.Environment.Variables["CAKE_SETTINGS_VERBOSITY"] = "Verbose";

        Assert.Equal("Verbose", VerbosityIn(program));
    }

    [Theory]
    [InlineData("quiet", "Quiet")]
    [InlineData("normal", "Normal")]
    public void A_verbosity_on_the_command_line_goes_before_both(string asked, string expected)
    {
        using var program = Program().WithFile(CakeConfig, "[Settings]\nVerbosity=Diagnostic\n");
        program.Environment.Variables["CAKE_SETTINGS_VERBOSITY"] = "Verbose";

        Assert.Equal(expected, VerbosityIn(program, "--verbosity", asked));
    }

    [Fact]
    public void Without_a_word_about_it_the_verbosity_is_normal()
    {
        using var program = Program();

        Assert.Equal("Normal", VerbosityIn(program));
    }

    private static SampleProgram Program() => new SampleProgram().With<Looking>();

    private static string HeatIn(SampleProgram program, params string[] args)
    {
        Assert.Equal(0, program.Run(["--target=Looking", .. args]));
        return program.Happened[0];
    }

    private static string VerbosityIn(SampleProgram program, params string[] args)
    {
        Assert.Equal(0, program.Run(["--target=Looking", .. args]));
        return program.Happened[1];
    }

    private sealed class Looking(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            journal.Note(context.Configuration.GetValue("Oven_Heat"));
            journal.Note(context.Log.Verbosity.ToString());
        }
    }
}
