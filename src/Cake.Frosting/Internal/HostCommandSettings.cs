using System.ComponentModel;
using Cake.Cli;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Spectre.Console.Cli;

namespace Cake.Frosting.Internal;

/// <summary>The command line of every Frosting program. Spectre.Console.Cli fills it in and prints it as <c>--help</c>.</summary>
internal sealed class HostCommandSettings : CommandSettings
{
    [CommandOption("-t|--target <TARGET>")]
    [Description("The task to run, with those it depends on; may be given several times.")]
    [DefaultValue("Default")]
    public string[] Targets { get; set; } = [];

    [CommandOption("-w|--working <PATH>")]
    [Description("The directory to run in.")]
    [TypeConverter(typeof(Cli.DirectoryPathConverter))]
    public DirectoryPath? WorkingDirectory { get; set; }

    [CommandOption("-v|--verbosity <VERBOSITY>")]
    [Description("How much to print: Quiet, Minimal, Normal, Verbose or Diagnostic.\nWithout it the configuration decides, and then Normal.")]
    [TypeConverter(typeof(VerbosityConverter))]
    public Verbosity? Verbosity { get; set; }

    [CommandOption("--description|--descriptions|--showdescription|--showdescriptions")]
    [Description("Lists the tasks and what they do.")]
    public bool Description { get; set; }

    [CommandOption("--tree|--showtree")]
    [Description("Shows which task depends on which.")]
    public bool Tree { get; set; }

    [CommandOption("--dryrun|--noop|--whatif")]
    [Description("Shows the order of the tasks and runs none.")]
    public bool DryRun { get; set; }

    [CommandOption("-e|--exclusive")]
    [Description("Runs the target without the tasks it depends on.")]
    public bool Exclusive { get; set; }

    [CommandOption("--version|--ver")]
    [Description("Prints the version of Cake.")]
    public bool Version { get; set; }

    [CommandOption("--info")]
    [Description("Prints the version of Cake and where it comes from.")]
    public bool Info { get; set; }

    [CommandOption("--no-report")]
    [Description("Leaves out the summary at the end of the run.")]
    public bool NoReport { get; set; }
}
