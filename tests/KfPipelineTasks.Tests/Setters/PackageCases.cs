using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>Whole packages; a new case is a new folder.</summary>
public sealed class PackageCases
{
    public static TheoryData<string> Cases =>
        [.. Directory.GetDirectories(KptSetCase.Root).Where(f => Directory.Exists(Path.Combine(f, "given"))).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Cases))]
    public async Task Setting_a_package_gives_the_expected_files_and_findings(string name)
    {
        var @case = new PackageCase(name);
        using var package = new TempPackage();
        package.CopyFrom(@case.Given);
        var problems = new Problems();
        var request = @case.Request(package.Root, problems);
        var plan = problems.Any ? null : await PackageSetters.PlanAsync(request, CancellationToken.None);
        var findings = plan is null ? problems.Found.Select(p => p.ToString()) : plan.Findings.Select(f => $"{f.Kind}: {f}");
        Assert.Equal(@case.ExpectedFindings, Shown(findings, package.Root));
        Assert.Equal(@case.ExpectedPassedOver, plan is null ? "" : Shown(plan.Skipped.Select(s => s.ToString()).Concat(plan.PassedOver.Select(p => p.ToString())), package.Root));
        if (plan is { Findings.Count: 0 }) await PackageWriter.WriteAsync(plan, CancellationToken.None);
        else if (plan is not null) await Assert.ThrowsAsync<UsageException>(() => PackageWriter.WriteAsync(plan, CancellationToken.None));
        Assert.Equal(@case.Expected, package.Snapshot());
    }

    private static string Shown(IEnumerable<string> lines, string root) =>
        string.Join('\n', lines).Replace(root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(root, ".", StringComparison.Ordinal);
}
