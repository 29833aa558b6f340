using System.Diagnostics;
using System.Text.RegularExpressions;
using KfPipelineTasks.Manifests.Setters;
using TestKit;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>Asks kpt itself which files of a package it reads.</summary>
public sealed partial class KptOracle
{
    [ToolFact("kpt")]
    public void The_files_of_a_package_are_those_that_kpt_reads()
    {
        using var package = new TempPackage(
            ("Kptfile", Kptfile), (".krmignore", "a.yaml\n# note\ndeep/**/z.yaml\nw/*\n!w/keep.yaml\nt/\nsub2\n/top.yaml\np?.yaml\n[xy].yaml\n"),
            ("a.yaml", Object), ("d/a.yaml", Object), ("deep/y/z.yaml", Object), ("deep/k.yaml", Object), ("w/keep.yaml", Object), ("w/drop.yaml", Object),
            ("t/q/r.yaml", Object), ("top.yaml", Object), ("d/top.yaml", Object), ("p1.yaml", Object), ("p12.yaml", Object), ("x.yaml", Object), ("z.yml", Object),
            ("sub/Kptfile", Kptfile), ("sub/a.yaml", Object), ("sub/.krmignore", "own.yaml\n"), ("sub/own.yaml", Object), ("sub/d/own.yaml", Object),
            ("plain/.krmignore", "n.yaml\n"), ("plain/n.yaml", Object), ("plain/sub2/Kptfile", Kptfile), ("plain/sub2/c.yaml", Object), ("n.json", "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"n\"}}"));
        File.CreateSymbolicLink(package.At("link.yaml"), "d/top.yaml");
        Directory.CreateSymbolicLink(package.At("folder"), "d");
        var ours = PackageWalker.Walk(package.Root, package.Root).Files.Where(f => f.HiddenBy is null).Select(f => Path.GetRelativePath(package.Root, f.Shown));
        Assert.Equal(Kpt(package.Root).Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    private const string Object = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n";
    private const string Kptfile = "apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: x\n";

    private static IEnumerable<string> Kpt(string folder)
    {
        using var process = Process.Start(new ProcessStartInfo("kpt", ["fn", "source", folder]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEndAsync();
        var list = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return FilePath().Matches(list).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"(?<![a-z.])config\.kubernetes\.io/path: '([^']*)'")]
    private static partial Regex FilePath();
}
