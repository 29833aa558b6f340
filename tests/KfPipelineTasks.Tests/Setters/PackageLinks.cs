using System.Diagnostics;
using System.Net.Sockets;
using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Setters;

public sealed class PackageLinks
{
    private const string Old = "a: old # kpt-set: ${s}\n";
    private const string New = "a: new # kpt-set: ${s}\n";

    [Theory]
    [InlineData("pipe.yaml", "this is a named pipe, not a file.")]
    [InlineData("device.yaml", "this is a device, not a file.")]
    public async Task What_only_has_the_name_of_a_file_is_refused_and_never_opened(string name, string why)
    {
        if (OperatingSystem.IsWindows()) return;
        using var package = new TempPackage(("a.yaml", Old));
        if (name == "pipe.yaml") MakePipe(package.At(name));
        else File.CreateSymbolicLink(package.At(name), "/dev/zero");
        var plan = await PlanAsync(package.Root);
        Assert.Contains(why, Assert.Single(plan.Findings).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero", "a device")]
    [InlineData("/dev/null", "a device")]
    [InlineData("/dev/stdin", null)]
    [InlineData("/no/such/file", null)]
    [InlineData("/", null)]
    public void Devices_are_told_from_files_and_from_what_the_shell_hands_over(string path, string? kind)
    {
        if (!OperatingSystem.IsWindows()) Assert.Equal(kind, OrdinaryFile.WhyNot(path));
    }

    [Fact]
    public void A_socket_and_a_link_to_a_pipe_are_none_and_an_empty_file_is_one()
    {
        if (OperatingSystem.IsWindows()) return;
        using var package = new TempPackage(("empty.yaml", ""));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(package.At("socket")));
        MakePipe(package.At("pipe"));
        File.CreateSymbolicLink(package.At("link"), "pipe");
        Assert.Equal("a socket", OrdinaryFile.WhyNot(package.At("socket")));
        Assert.Equal("a named pipe", OrdinaryFile.WhyNot(package.At("link")));
        Assert.Null(OrdinaryFile.WhyNot(package.At("empty.yaml")));
    }

    private static void MakePipe(string path)
    {
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }

    [Fact]
    public async Task A_link_inside_the_package_is_written_through_and_stays_a_link()
    {
        using var package = new TempPackage(("real/a.txt", Old), ("b.yaml", Old));
        File.CreateSymbolicLink(package.At("link.yaml"), "real/a.txt");
        File.CreateSymbolicLink(package.At("c.yaml"), "b.yaml");
        Directory.CreateSymbolicLink(package.At("folder"), "real");
        var plan = await PlanAsync(package.Root);
        Assert.Empty(plan.Findings);
        Assert.Equal(2, plan.Files.Count);
        await PackageWriter.WriteAsync(plan, CancellationToken.None);
        Assert.Equal([New, New, New], new[] { "real/a.txt", "b.yaml", "c.yaml" }.Select(package.Read));
        Assert.Equal("real/a.txt", new FileInfo(package.At("link.yaml")).LinkTarget);
        Assert.Equal("b.yaml", new FileInfo(package.At("c.yaml")).LinkTarget);
    }

    [Theory]
    [InlineData("../outside.yaml")]
    [InlineData("out/outside.yaml")]
    [InlineData("sub/../../outside.yaml")]
    public async Task A_link_that_leads_out_of_the_package_is_refused(string target)
    {
        using var package = new TempPackage(("a.yaml", Old), ("sub/b.yaml", Old));
        var outside = Path.Combine(package.Root, "..", "outside.yaml");
        await File.WriteAllTextAsync(outside, Old);
        if (target.StartsWith("out/", StringComparison.Ordinal)) Directory.CreateSymbolicLink(package.At("out"), "..");
        File.CreateSymbolicLink(package.At("link.yaml"), target);
        var plan = await PlanAsync(package.Root);
        Assert.Contains(plan.Findings, f => f.Kind == SetterFindingKind.Refused && f.Problem.At!.File == package.At("link.yaml") && f.Problem.Message.Contains("leads out of the package", StringComparison.Ordinal));
        Assert.Equal(Old, await File.ReadAllTextAsync(outside));
    }

    [Fact]
    public async Task A_link_that_is_hidden_is_nobodys_business()
    {
        using var package = new TempPackage(("a.yaml", Old), (".krmignore", "out\nlink.yaml\n"));
        Directory.CreateSymbolicLink(package.At("out"), "..");
        File.CreateSymbolicLink(package.At("link.yaml"), "/etc/hostname");
        Assert.Empty((await PlanAsync(package.Root)).Findings);
    }

    [Fact]
    public async Task Links_in_a_circle_and_links_to_nothing_are_refused()
    {
        using var package = new TempPackage(("a.yaml", Old));
        File.CreateSymbolicLink(package.At("x.yaml"), "y.yaml");
        File.CreateSymbolicLink(package.At("y.yaml"), "x.yaml");
        File.CreateSymbolicLink(package.At("z.yaml"), "nothing.yaml");
        var plan = await PlanAsync(package.Root);
        Assert.Equal(["x.yaml", "y.yaml", "z.yaml"], plan.Findings.Where(f => f.Kind == SetterFindingKind.Refused).Select(f => Path.GetFileName(f.Problem.At!.File)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_package_itself_may_be_reached_through_a_link()
    {
        using var package = new TempPackage(("a.yaml", Old));
        var link = Path.Combine(package.Root, "..", "link");
        Directory.CreateSymbolicLink(link, package.Root);
        var plan = await PlanAsync(link);
        Assert.Empty(plan.Findings);
        await PackageWriter.WriteAsync(plan, CancellationToken.None);
        Assert.Equal(New, package.Read("a.yaml"));
        Assert.Equal(Path.Combine(link, "a.yaml"), Assert.Single(plan.Files).Shown);
    }

    [Fact]
    public async Task A_single_file_is_a_package_too()
    {
        using var package = new TempPackage(("a.yaml", Old), ("b.yaml", Old));
        var plan = await PlanAsync(package.At("a.yaml"));
        Assert.Empty(plan.Findings);
        Assert.Equal(package.At("a.yaml"), Assert.Single(plan.Files).Shown);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused()
    {
        using var package = new TempPackage();
        var plan = await PlanAsync(package.At("gone"));
        Assert.Equal($"{package.At("gone")}: there is no such file or folder.", Assert.Single(plan.Findings, f => f.Kind == SetterFindingKind.Refused).ToString());
    }

    private static Task<SetterPlan> PlanAsync(string root) =>
        PackageSetters.PlanAsync(SetterRequest.For(root, SetterValues.Of("test", ("s", "new"))), CancellationToken.None);
}
