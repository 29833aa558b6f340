using Cake.Cli;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--tree")]
    [InlineData("--showtree")]
    public void The_tree_shows_who_waits_for_whom_and_runs_nothing(string option)
    {
        using var program = Program();

        Assert.Equal(0, program.Run(option));

        Assert.Equal(
            """

            Bake
            └─Mix
               └─Weigh

            """.ReplaceLineEndings(),
            program.Log.TrimEnd() + Environment.NewLine);
        Assert.Empty(program.Happened);
    }

    [Theory]
    [InlineData("--description")]
    [InlineData("--descriptions")]
    [InlineData("--showdescription")]
    [InlineData("--showdescriptions")]
    public void The_description_lists_every_task_and_runs_nothing(string option)
    {
        using var program = Program();

        Assert.Equal(0, program.Run(option));

        Assert.Matches(@"Bake\s+Puts it into the oven", program.Tables);
        Assert.Matches(@"Mix\s+Stirs", program.Tables);
        Assert.Contains("Weigh", program.Tables);
        Assert.Empty(program.Happened);
    }

    [Theory]
    [InlineData("--dryrun")]
    [InlineData("--noop")]
    [InlineData("--whatif")]
    public void A_dry_run_says_the_order_and_runs_nothing(string option)
    {
        using var program = Program();

        Assert.Equal(0, program.Run("--target=Bake", option));

        Assert.Matches(@"(?s)1\. Weigh.*2\. Mix.*3\. Bake", program.Log);
        Assert.Empty(program.Happened);
    }

    [Fact]
    public void A_dry_run_of_a_target_that_does_not_exist_fails()
    {
        using var program = Program();

        Assert.Equal(1, program.Run("--target=Nope", "--dryrun"));
    }

    [Fact]
    public void A_dry_run_performs_the_setup()
    {
        using var program = Program().Using(host => host.UseSetup<NotingSetup>());

        Assert.Equal(0, program.Run("--target=Bake", "--dryrun"));

        Assert.Equal(["setup"], program.Happened);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("--ver")]
    public void The_version_is_that_of_the_version_resolver(string option)
    {
        using var program = Program().Using(host => host.ConfigureServices(services => services.AddSingleton<IVersionResolver, FixedVersion>()));

        Assert.Equal(0, program.Run(option));

        Assert.Equal("7.1.2", program.Log.Trim());
        Assert.Empty(program.Happened);
    }

    [Fact]
    public void The_info_names_the_version_and_the_details()
    {
        using var program = Program().Using(host => host.ConfigureServices(services => services.AddSingleton<IVersionResolver, FixedVersion>()));

        Assert.Equal(0, program.Run("--info"));

        Assert.Contains("Version: 7.1.2", program.Log);
        Assert.Contains("Details: 7.1.2+details", program.Log);
        Assert.Empty(program.Happened);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void The_help_lists_every_option_and_runs_nothing(string option)
    {
        using var program = Program();

        var output = StaticConsole.Capture(() => Assert.Equal(0, program.Run(option)));

        Assert.Empty(program.Happened);
        foreach (var known in (string[])["--target <TARGET>", "--working <PATH>", "--verbosity <VERBOSITY>", "--description", "--tree", "--dryrun", "--exclusive", "--version", "--info"])
        {
            Assert.Contains(known, output);
        }
    }

    [Theory]
    [InlineData("--flavour=vanilla")]
    [InlineData("--flavour", "vanilla")]
    public void An_argument_reaches_the_context(params string[] arguments)
    {
        using var program = Program().With<Tasting>();

        Assert.Equal(0, program.Run(["--target=Tasting", .. arguments]));

        Assert.Equal(["flavour: vanilla", "target: Tasting"], program.Happened);
    }

    [Fact]
    public void An_argument_given_twice_has_both_values()
    {
        using var program = Program().With<Tasting>();

        Assert.Equal(0, program.Run("--target=Tasting", "--flavour=vanilla", "--flavour=lemon"));

        Assert.Contains("flavour: vanilla, lemon", program.Happened);
    }

    [Fact]
    public void The_report_can_be_left_out()
    {
        using var with = Program();
        using var without = Program();

        Assert.Equal(0, with.Run("--target=Bake"));
        Assert.Equal(0, without.Run("--target=Bake", "--no-report"));

        Assert.Contains("Total:", with.Tables);
        Assert.DoesNotContain("Total:", without.Tables);
    }

    [Theory]
    [InlineData("quiet", false, false)]
    [InlineData("minimal", false, false)]
    [InlineData("normal", true, false)]
    [InlineData("verbose", true, true)]
    [InlineData("diagnostic", true, true)]
    public void The_verbosity_decides_what_is_printed(string verbosity, bool normal, bool verbose)
    {
        using var program = Program().With<Talking>();

        Assert.Equal(0, program.Run("--target=Talking", "--verbosity", verbosity));

        Assert.Equal(normal, program.Log.Contains("a normal word", StringComparison.Ordinal));
        Assert.Equal(verbose, program.Log.Contains("a verbose word", StringComparison.Ordinal));
    }

    [Fact]
    public void Short_options_mean_the_long_ones()
    {
        using var program = Program().With<Talking>();

        Assert.Equal(0, program.Run("-t", "Bake", "-e", "-v", "quiet", "-w", program.Folder));

        Assert.Equal(["Bake"], program.Happened);
    }

    private static SampleProgram Program() => new SampleProgram().With<Bake>().With<Mix>().With<Weigh>();

    [TaskDescription("Puts it into the oven")]
    [IsDependentOn(typeof(Mix))]
    private sealed class Bake(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("Bake");
    }

    [TaskDescription("Stirs")]
    [IsDependentOn(typeof(Weigh))]
    private sealed class Mix(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("Mix");
    }

    private sealed class Weigh(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("Weigh");
    }

    private sealed class Tasting(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            journal.Note($"flavour: {string.Join(", ", context.Arguments.GetArguments("flavour"))}");
            journal.Note($"target: {context.Arguments.GetArguments("target").Single()}");
        }
    }

    private sealed class Talking : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            context.Log.Information("a normal word");
            context.Log.Verbose("a verbose word");
        }
    }

    private sealed class NotingSetup(Journal journal) : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info) => journal.Note("setup");
    }

    private sealed class FixedVersion : IVersionResolver
    {
        public string GetVersion() => "7.1.2";

        public string GetProductVersion() => "7.1.2+details";
    }
}
