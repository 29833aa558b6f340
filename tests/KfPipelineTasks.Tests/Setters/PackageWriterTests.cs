using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Setters;

public sealed class PackageWriterTests
{
    private const string Old = "a: old # kpt-set: ${s}\n";
    private const string New = "a: new # kpt-set: ${s}\n";

    [Fact]
    public async Task A_second_run_writes_nothing_and_keeps_the_time_of_the_files()
    {
        using var package = Package(3);
        await WriteAsync(await PlanAsync(package));
        var before = File.GetLastWriteTimeUtc(package.At("1.yaml")).AddDays(-1);
        File.SetLastWriteTimeUtc(package.At("1.yaml"), before);
        var again = await PlanAsync(package);
        Assert.False(again.HasChanges);
        await WriteAsync(again);
        Assert.Equal(before, File.GetLastWriteTimeUtc(package.At("1.yaml")));
        Assert.Equal(3, again.FieldsSet);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_file_keeps_its_mode()
    {
        using var package = Package(1);
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;
        File.SetUnixFileMode(package.At("0.yaml"), mode);
        await WriteAsync(await PlanAsync(package));
        Assert.Equal(New, package.Read("0.yaml"));
        Assert.Equal(mode, File.GetUnixFileMode(package.At("0.yaml")));
        Assert.Single(Directory.GetFiles(package.Root));
    }

    [Fact]
    public async Task A_file_that_somebody_changed_meanwhile_is_not_written_over()
    {
        using var package = Package(3);
        var plan = await PlanAsync(package);
        package.Write("1.yaml", "a: mine # kpt-set: ${s}\n");
        var error = await Assert.ThrowsAsync<DeployException>(() => WriteAsync(plan));
        Assert.Contains("1.yaml was changed by somebody else", error.Message, StringComparison.Ordinal);
        Assert.Equal([Old, "a: mine # kpt-set: ${s}\n", Old], package.Snapshot().Values);
    }

    [Fact]
    public async Task A_process_that_dies_at_any_step_leaves_every_file_old_or_new()
    {
        const int files = 4;
        // Four to read, four to stage, four to replace.
        for (var alive = 0; alive <= 3 * files; alive++)
        {
            using var package = Package(files);
            var steps = new MortalSteps(alive);
            await Record.ExceptionAsync(() => new PackageWriter(steps).RunAsync(PlanAsync(package).Result, CancellationToken.None));
            var manifests = Enumerable.Range(0, files).Select(i => package.Read($"{i}.yaml")).ToList();
            Assert.All(manifests, text => Assert.True(text is Old or New, text));
            Assert.Equal(Math.Max(0, alive - (2 * files)), manifests.Count(text => text == New));
            await WriteAsync(await PlanAsync(package));
            Assert.All(Enumerable.Range(0, files), i => Assert.Equal(New, package.Read($"{i}.yaml")));
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_replaced_puts_back_those_before_it()
    {
        using var package = Package(4);
        var plan = await PlanAsync(package);
        var steps = new FailingSteps(failAt: package.At("2.yaml"));
        var error = await Assert.ThrowsAsync<DeployException>(() => new PackageWriter(steps).RunAsync(plan, CancellationToken.None));
        Assert.Contains("2.yaml: replacing it failed: the disk is gone Nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.All(package.Snapshot(), f => Assert.Equal(Old, f.Value));
        Assert.Equal(4, Directory.GetFiles(package.Root).Length);
    }

    [Fact]
    public async Task Files_that_cannot_be_put_back_are_named()
    {
        using var package = Package(3);
        var steps = new FailingSteps(failAt: package.At("2.yaml")) { StageOnlyOnce = true };
        var error = await Assert.ThrowsAsync<DeployException>(async () => await new PackageWriter(steps).RunAsync(await PlanAsync(package), CancellationToken.None));
        Assert.Contains($"These files are set already and could not be put back: {package.At("0.yaml")}, {package.At("1.yaml")}.", error.Message, StringComparison.Ordinal);
        Assert.Equal([New, New, Old], package.Snapshot().Values);
    }

    [Fact]
    public async Task A_cancelled_write_changes_nothing()
    {
        using var package = Package(3);
        var plan = await PlanAsync(package);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PackageWriter.WriteAsync(plan, new CancellationToken(canceled: true)));
        Assert.All(package.Snapshot(), f => Assert.Equal(Old, f.Value));
    }

    private static TempPackage Package(int files) => new([.. Enumerable.Range(0, files).Select(i => ($"{i}.yaml", Old))]);

    private static Task<SetterPlan> PlanAsync(TempPackage package) =>
        PackageSetters.PlanAsync(SetterRequest.For(package.Root, SetterValues.Of("test", ("s", "new"))), CancellationToken.None);

    private static Task WriteAsync(SetterPlan plan) => PackageWriter.WriteAsync(plan, CancellationToken.None);
}
