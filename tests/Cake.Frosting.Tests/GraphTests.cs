using Cake.Core;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class GraphTests
{
    [Fact]
    public void A_task_runs_after_those_it_depends_on_and_each_of_them_once()
    {
        using var program = new SampleProgram().With<Top>().With<Left>().With<Right>().With<Bottom>();

        Assert.Equal(0, program.Run("--target=Top"));

        Assert.Equal(["Bottom", "Left", "Right", "Top"], program.Happened);
    }

    [Fact]
    public void Tasks_nobody_asked_for_do_not_run()
    {
        using var program = new SampleProgram().With<Top>().With<Left>().With<Right>().With<Bottom>();

        Assert.Equal(0, program.Run("--target=Left"));

        Assert.Equal(["Bottom", "Left"], program.Happened);
    }

    [Fact]
    public void A_dependee_waits_for_the_task_that_names_it()
    {
        using var program = new SampleProgram().With<Bottom>().With<Before>();

        Assert.Equal(0, program.Run("--target=Bottom"));

        Assert.Equal(["Before", "Bottom"], program.Happened);
    }

    [Fact]
    public void A_dependency_on_a_base_class_holds_for_the_class_derived_from_it()
    {
        using var program = new SampleProgram().With<Bottom>().With<Derived>();

        Assert.Equal(0, program.Run("--target=Derived"));

        Assert.Equal(["Bottom", "Derived"], program.Happened);
    }

    [Fact]
    public void Without_a_target_Default_runs()
    {
        using var program = new SampleProgram().With<Default>();

        Assert.Equal(0, program.Run());

        Assert.Equal(["Default"], program.Happened);
    }

    [Fact]
    public void A_task_goes_by_the_name_of_its_attribute_and_not_by_that_of_its_class()
    {
        using var program = new SampleProgram().With<Named>().With<AfterNamed>();

        Assert.Equal(0, program.Run("--target=AfterNamed"));
        Assert.Equal(["Pack it", "AfterNamed"], program.Happened);
        Assert.Equal(1, program.Run("--target=Named"));
    }

    [Fact]
    public void Upper_and_lower_case_do_not_matter_in_a_target()
    {
        using var program = new SampleProgram().With<Bottom>();

        Assert.Equal(0, program.Run("--target", "bOTTOM"));

        Assert.Equal(["Bottom"], program.Happened);
    }

    [Fact]
    public void Several_targets_run_and_what_they_share_runs_once()
    {
        using var program = new SampleProgram().With<Left>().With<Right>().With<Bottom>();

        Assert.Equal(0, program.Run("--target=Right", "-t", "Left"));

        Assert.Equal("Bottom", program.Happened[0]);
        Assert.Equal(["Bottom", "Left", "Right"], program.Happened.Order());
    }

    [Fact]
    public void An_exclusive_target_runs_without_what_it_depends_on()
    {
        using var program = new SampleProgram().With<Top>().With<Left>().With<Right>().With<Bottom>();

        Assert.Equal(0, program.Run("--target=Top", "--exclusive"));

        Assert.Equal(["Top"], program.Happened);
    }

    [Fact]
    public void A_target_that_does_not_exist_is_an_error_that_names_it()
    {
        using var program = new SampleProgram().With<Bottom>();

        Assert.Equal(1, program.Run("--target=Nope"));

        Assert.Contains("The target 'Nope' was not found.", program.Log);
        Assert.Empty(program.Happened);
    }

    [Fact]
    public void Of_several_targets_all_that_do_not_exist_are_named()
    {
        using var program = new SampleProgram().With<Bottom>();

        Assert.Equal(1, program.Run("--target=Nope", "--target=Bottom", "--target=Neither"));

        Assert.Contains("'Nope', 'Neither'", program.Log);
        Assert.Empty(program.Happened);
    }

    [Fact]
    public void Tasks_that_wait_for_each_other_are_an_error_that_names_them()
    {
        using var program = new SampleProgram().With<Chicken>().With<Egg>();

        Assert.Equal(1, program.Run("--target=Chicken"));

        Assert.Contains("Chicken", program.Log);
        Assert.Contains("Egg", program.Log);
        Assert.Empty(program.Happened);
    }

    [Fact]
    public void A_longer_circle_of_tasks_is_an_error()
    {
        using var program = new SampleProgram().With<Rock>().With<Paper>().With<Scissors>();

        Assert.Equal(1, program.Run("--target=Rock"));

        Assert.Contains("circular references", program.Log);
        Assert.Empty(program.Happened);
    }

    [Fact]
    public void A_dependency_that_is_not_registered_is_an_error_that_names_both()
    {
        using var program = new SampleProgram().With<Left>();

        Assert.Equal(1, program.Run("--target=Left"));

        Assert.Contains("'Left'", program.Log);
        Assert.Contains("'Bottom'", program.Log);
    }

    [Fact]
    public void A_dependency_that_is_no_task_is_an_error_that_names_it()
    {
        using var program = new SampleProgram().With<Bottom>().With<DependsOnNoTask>();

        Assert.Equal(1, program.Run("--target=Bottom"));

        Assert.Contains("The dependency 'DateTime' is not a valid task.", program.Log);
    }

    [Fact]
    public void A_dependee_that_is_no_task_is_an_error_that_names_it()
    {
        using var program = new SampleProgram().With<Bottom>().With<DependeeOfNoTask>();

        Assert.Equal(1, program.Run("--target=Bottom"));

        Assert.Contains("The reverse dependency 'DateTime' is not a valid task.", program.Log);
    }

    [Fact]
    public void Two_tasks_of_one_name_are_an_error_that_names_it()
    {
        using var program = new SampleProgram().With<Bottom>().With<AnotherBottom>();

        Assert.Equal(1, program.Run("--target=Bottom"));

        Assert.Contains("'bottom'", program.Log);
        Assert.Empty(program.Happened);
    }

    private abstract class Noting(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note(GetType().Name);
    }

    [IsDependentOn(typeof(Left))]
    [IsDependentOn(typeof(Right))]
    private sealed class Top(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(Bottom))]
    private sealed class Left(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(Bottom))]
    private sealed class Right(Journal journal) : Noting(journal);

    private sealed class Bottom(Journal journal) : Noting(journal);

    [TaskName("bottom")]
    private sealed class AnotherBottom(Journal journal) : Noting(journal);

    [IsDependeeOf(typeof(Bottom))]
    private sealed class Before(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(Bottom))]
    private abstract class Base(Journal journal) : Noting(journal);

    private sealed class Derived(Journal journal) : Base(journal);

    private sealed class Default(Journal journal) : Noting(journal);

    [TaskName("Pack it")]
    private sealed class Named(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("Pack it");
    }

    [IsDependentOn(typeof(Named))]
    private sealed class AfterNamed(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(Egg))]
    private sealed class Chicken(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(Chicken))]
    private sealed class Egg(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(Paper))]
    private sealed class Rock(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(Scissors))]
    private sealed class Paper(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(Rock))]
    private sealed class Scissors(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(DateTime))]
    private sealed class DependsOnNoTask(Journal journal) : Noting(journal);

    [IsDependeeOf(typeof(DateTime))]
    private sealed class DependeeOfNoTask(Journal journal) : Noting(journal);
}
