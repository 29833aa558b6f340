using System.IO.Compression;
using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Packaging;
using Cake.Frosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Path = System.IO.Path;

namespace Cake.Frosting.Tests;

public sealed class ToolTests
{
    [Fact]
    public void A_tool_is_installed_before_the_setup_and_can_be_found_by_a_task()
    {
        using var program = Program()
            .Using(host => host.UsePackageInstaller<BoxInstaller>().UseSetup<NotingSetup>().InstallTool(new Uri("box:?package=Whisk&version=1.2.0")));

        Assert.Equal(0, program.Run("--target=Whip"));

        Assert.Equal("box:?package=Whisk&version=1.2.0", program.Happened[0]);
        Assert.Equal("setup", program.Happened[1]);
        Assert.EndsWith("/whisk", program.Happened[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_tool_asked_for_in_a_startup_is_installed_as_well()
    {
        using var program = Program().Using(host => host.UseStartup<ToolStartup>());

        Assert.Equal(0, program.Run("--target=Whip"));

        Assert.Equal("box:?package=Whisk", program.Happened[0]);
    }

    [Fact]
    public void The_program_says_where_tools_go()
    {
        using var program = Program()
            .Using(host => host.UsePackageInstaller<BoxInstaller>().SetToolPath("./drawer").InstallTool(new Uri("box:?package=Whisk")));

        Assert.Equal(0, program.Run("--target=Whip"));

        Assert.Equal(Path.Combine(program.Folder, "drawer", "whisk"), program.Happened[^1]);
    }

    [Fact]
    public void The_installer_itself_can_be_replaced()
    {
        using var program = Program().Using(host => host
            .InstallTool(new Uri("box:?package=Whisk"))
            .ConfigureServices(services => services.AddSingleton<IToolInstaller, NotingInstaller>()));

        Assert.Equal(0, program.Run("--target=Whip"));

        Assert.Equal(["installed Whisk", "-"], program.Happened);
    }

    [Fact]
    public void A_tool_nobody_can_install_is_an_error_that_names_its_scheme()
    {
        using var program = Program().Using(host => host.InstallTool(new Uri("box:?package=Whisk")));

        Assert.Equal(1, program.Run("--target=Whip"));

        Assert.Contains("Could not find an installer for the 'box' scheme.", program.Log);
        Assert.Empty(program.Happened);
    }

    [Fact]
    public void A_package_without_a_file_is_an_error_that_names_it()
    {
        using var program = Program()
            .Using(host => host.UsePackageInstaller<BoxInstaller>().InstallTool(new Uri("box:?package=Empty")));

        Assert.Equal(1, program.Run("--target=Whip"));

        Assert.Contains("Failed to install tool 'Empty'.", program.Log);
    }

    [Fact]
    public void A_task_can_install_a_tool_when_it_needs_one()
    {
        using var program = new SampleProgram().With<InstallsOnDemand>().Using(host => host.UsePackageInstaller<BoxInstaller>());

        Assert.Equal(0, program.Run("--target=InstallsOnDemand"));

        Assert.Equal("box:?package=Whisk", program.Happened[0]);
        Assert.EndsWith("/whisk", program.Happened[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_tool_comes_out_of_a_NuGet_package_within_the_process()
    {
        using var program = Program();
        var feed = Directory.CreateDirectory(Path.Combine(program.Folder, "feed")).FullName;
        WritePackage(Path.Combine(feed, "Whisk.1.2.0.nupkg"));
        program.Host.SetToolPath("./drawer").InstallTool(new Uri($"nuget:file://{feed}/?package=Whisk&version=1.2.0&include=./tools/*"));

        Assert.True(program.Run("--target=Whip") == 0, program.Log);

        Assert.Equal([Path.Combine(program.Folder, "drawer", "Whisk.1.2.0", "tools", "whisk")], program.Happened);
    }

    private static SampleProgram Program() => new SampleProgram().With<Whip>();

    private static void WritePackage(string file)
    {
        using var package = ZipFile.Open(file, ZipArchiveMode.Create);
        Write("Whisk.nuspec", """
            <?xml version="1.0"?>
            <package>
              <metadata>
                <id>Whisk</id>
                <version>1.2.0</version>
                <authors>nobody</authors>
                <description>A whisk.</description>
              </metadata>
            </package>
            """);
        Write("tools/whisk", "#!/bin/sh");

        void Write(string name, string text)
        {
            using var writer = new StreamWriter(package.CreateEntry(name).Open());
            writer.Write(text);
        }
    }

    private sealed class Whip(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note(context.Tools.Resolve("whisk")?.FullPath ?? "-");
    }

    private sealed class InstallsOnDemand(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) =>
            journal.Note(context.ToolInstaller.Install(new PackageReference("box:?package=Whisk")).Single().FullPath);
    }

    private sealed class NotingSetup(Journal journal) : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info) => journal.Note("setup");
    }

    private sealed class NotingInstaller(Journal journal) : IToolInstaller
    {
        public void Install(PackageReference tool) => journal.Note($"installed {tool.Package}");
    }

    private sealed class ToolStartup : IFrostingStartup
    {
        public void Configure(IServiceCollection services) =>
            services.UsePackageInstaller<BoxInstaller>().UseTool(new Uri("box:?package=Whisk")).UseToolPath("./drawer");
    }

    /// <summary>Installs from a box in which there is one whisk.</summary>
    private sealed class BoxInstaller(IFileSystem fileSystem, ICakeEnvironment environment, Journal journal) : IPackageInstaller
    {
        public bool CanInstall(PackageReference package, PackageType type) => package.Scheme == "box" && type == PackageType.Tool;

        public IReadOnlyCollection<IFile> Install(PackageReference package, PackageType type, DirectoryPath path)
        {
            journal.Note(package.OriginalString);
            if (package.Package == "Empty")
            {
                return [];
            }

            var drawer = path.MakeAbsolute(environment);
            Directory.CreateDirectory(drawer.FullPath);
            var whisk = drawer.CombineWithFilePath("whisk");
            File.WriteAllText(whisk.FullPath, string.Empty);
            return [fileSystem.GetFile(whisk)];
        }
    }
}
