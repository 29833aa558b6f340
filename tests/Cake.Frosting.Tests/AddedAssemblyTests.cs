using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class AddedAssemblyTests
{
    [Fact]
    public void The_public_tasks_of_an_added_assembly_are_the_program_s()
    {
        using var program = new SampleProgram().Using(Add);

        Assert.Equal(0, program.Run("--target=AddedTask"));

        Assert.Equal(["AddedTask"], program.Happened);
    }

    [Fact]
    public void Abstract_classes_and_classes_that_are_not_public_are_no_tasks()
    {
        using var program = new SampleProgram().Using(Add);

        Assert.Equal(0, program.Run("--description"));

        Assert.Contains(nameof(AddedTask), program.Tables);
        Assert.DoesNotContain(nameof(AddedBase), program.Tables);
        Assert.DoesNotContain(nameof(HiddenTask), program.Tables);
    }

    [Fact]
    public void Without_it_they_are_not()
    {
        using var program = new SampleProgram();

        Assert.Equal(1, program.Run("--target=AddedTask"));
    }

    private static void Add(CakeHost host) => host.AddAssembly(typeof(AddedTask).Assembly);
}
