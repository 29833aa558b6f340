using KfPipelineTasks.Manifests.Setters;
using TestKit;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>The figures of the real distribution, measured with its own scripts.</summary>
public sealed class RealPackageSetting
{
    private static readonly SetterValues Management = SetterValues.Of("settings", ("name", "mgmt"), ("gcloud.core.project", "mgmt-project"), ("location", "us-central1"));

    private static readonly SetterValues Kubeflow = SetterValues.Of("settings",
        ("mgmt-ctxt", "mgmt"), ("name", "kf-test"), ("gcloud.core.project", "kf-project"), ("gcloud.project.projectNumber", "123456789012"),
        ("location", "us-east1"), ("gcloud.compute.zone", "us-east1-b"), ("gcloud.compute.region", "us-east1"), ("email", "admin@example.com"),
        ("asm-label", "asm-1162-2"), ("cloudsql-name", "kf-sql"), ("bucket-name", "kf-bucket"), ("default-pipeline-root", "gs://kf-bucket/v2/artifacts"));

    private static readonly SetterValues Kcc = SetterValues.Of("settings",
        ("project-id", "kf-project"), ("management-project-id", "mgmt-project"), ("management-namespace", "config-control"),
        ("networking-namespace", "config-control"), ("projects-namespace", "config-control"));

    [SharedFact("data", RealPackage.Archive)]
    public async Task The_scopes_of_kpt_set_change_229_lines_and_no_other()
    {
        using var package = new RealPackage();
        var before = Lines(package.Root);
        // kpt-set.sh itself: contrib, managed-project and the hidden label file are left out.
        var request = new SetterRequest
        {
            Root = package.Root,
            Scopes =
            [
                new SetterScope("management", [package.At("management", "kptconfig"), package.At("management", "manifests")], Management),
                new SetterScope("kubeflow", [package.At("kubeflow", "kptconfig"), package.At("kubeflow", "apps"), package.At("kubeflow", "common")], Kubeflow),
                new SetterScope("kcc", [package.At("kubeflow", "kcc")], Kcc),
            ],
        };
        var plan = await PackageSetters.PlanAsync(request, CancellationToken.None);
        Assert.Empty(plan.Findings.Select(f => f.ToString()));
        Assert.Equal((231, 229, 47), (plan.FieldsSet, plan.FieldsChanged, plan.Files.Count));
        Assert.Equal(["contrib/metacontroller/kustomization.yaml", "managed-project/iam.yaml", "profiles/patches/namespace-labels.yaml"],
            plan.PassedOver.Select(p => string.Join('/', p.At.File.Split('/')[^3..])).Select(p => p.StartsWith("management/", StringComparison.Ordinal) ? p["management/".Length..] : p).Order(StringComparer.Ordinal));
        await PackageWriter.WriteAsync(plan, CancellationToken.None);
        Assert.Equal(229, Different(before, Lines(package.Root)));
    }

    [SharedFact("data", RealPackage.Archive)]
    public async Task One_run_sets_what_no_script_sets_as_well()
    {
        using var package = new RealPackage();
        var before = Lines(package.Root);
        var request = new SetterRequest { Root = package.Root, Scopes = DistributionLayout.Find(package.Root)!.Scopes(Management, Kubeflow, Kcc) };
        var plan = await PackageSetters.PlanAsync(request, CancellationToken.None);
        Assert.Empty(plan.Findings.Select(f => f.ToString()));
        Assert.Empty(plan.PassedOver);
        // Five more and the label; the metacontroller's path is what it was.
        Assert.Equal((237, 229 + 5), (plan.FieldsSet, plan.FieldsChanged));
        await PackageWriter.WriteAsync(plan, CancellationToken.None);
        Assert.Equal(229 + 5, Different(before, Lines(package.Root)));
        Assert.Contains("istio.io/rev: asm-1162-2 # kpt-set: ${asm-label}\n", File.ReadAllText(package.At("kubeflow", "apps", "profiles", "patches", "namespace-labels.yaml")), StringComparison.Ordinal);
        Assert.Contains("  gcloud.project.projectNumber: \"123456789012\" # kpt-set:", File.ReadAllText(package.At("kubeflow", "kptconfig", "kpt-setter-config.yaml")), StringComparison.Ordinal);
        Assert.False((await PackageSetters.PlanAsync(request, CancellationToken.None)).HasChanges);
    }

    [SharedFact("data", RealPackage.Archive)]
    public async Task The_setters_of_the_layout_are_those_of_the_package()
    {
        using var package = new RealPackage();
        var catalog = await SetterCatalog.ReadAsync(
            new SetterRequest { Root = package.Root, Scopes = DistributionLayout.Find(package.Root)!.Scopes(SetterValues.None, SetterValues.None, SetterValues.None) }, CancellationToken.None);
        var names = catalog.Setters.ToLookup(s => s.Scope, s => s.Name, StringComparer.Ordinal);
        Assert.Equal(DistributionLayout.ManagementSetters.Order(StringComparer.Ordinal), names["management"]);
        Assert.Equal(DistributionLayout.KubeflowSetters.Order(StringComparer.Ordinal), names["kubeflow"]);
        Assert.Equal(DistributionLayout.KccSetters.Order(StringComparer.Ordinal), names["kcc"]);
        Assert.Equal(["gcloud.core.project", "managed-project", "name"], names["managed project"]);
        Assert.Equal(["metacontroller-base"], names["contrib"]);
    }

    private static Dictionary<string, string[]> Lines(string root) =>
        Directory.GetFiles(root, "*", SearchOption.AllDirectories).ToDictionary(f => f, f => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(f)).Split('\n'));

    private static int Different(Dictionary<string, string[]> before, Dictionary<string, string[]> after)
    {
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        return before.Sum(file =>
        {
            Assert.Equal(file.Value.Length, after[file.Key].Length);
            return file.Value.Zip(after[file.Key]).Count(pair => pair.First != pair.Second);
        });
    }
}
