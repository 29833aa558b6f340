using Cake.Core;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class WorkingDirectoryTests
{
    [Fact]
    public void A_program_runs_where_it_was_started()
    {
        using var program = Program();

        Assert.Equal(0, program.Run("--target=Here"));

        Assert.Equal([program.Folder], program.Happened);
    }

    [Fact]
    public void A_program_can_ask_for_another_directory()
    {
        using var program = Program().Using(host => host.UseWorkingDirectory("./kitchen"));

        Assert.Equal(0, program.Run("--target=Here"));

        Assert.Equal([Path.Combine(program.Folder, "kitchen")], program.Happened);
    }

    [Theory]
    [InlineData("--working")]
    [InlineData("-w")]
    public void The_command_line_goes_before_the_program(string option)
    {
        using var program = Program().Using(host => host.UseWorkingDirectory("./kitchen"));

        Assert.Equal(0, program.Run("--target=Here", option, "cellar"));

        Assert.Equal([Path.Combine(program.Folder, "cellar")], program.Happened);
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_an_error_that_names_it()
    {
        using var program = Program();

        Assert.Equal(1, program.Run("--target=Here", "--working=attic"));

        Assert.Contains($"The working directory '{program.Folder}/attic' does not exist.", program.Log);
        Assert.Empty(program.Happened);
    }

    private static SampleProgram Program() =>
        new SampleProgram().With<Here>().WithFile("kitchen/sink", string.Empty).WithFile("cellar/wine", string.Empty);

    private sealed class Here(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note(context.Environment.WorkingDirectory.FullPath);
    }
}
