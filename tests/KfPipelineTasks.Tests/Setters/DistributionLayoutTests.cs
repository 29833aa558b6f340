using KfPipelineTasks.Manifests.Setters;

namespace KfPipelineTasks.Tests.Setters;

public sealed class DistributionLayoutTests
{
    private static readonly SetterValues Management = SetterValues.Of("settings", ("name", "mgmt"), ("gcloud.core.project", "mp"), ("location", "l"));
    private static readonly SetterValues Kubeflow = SetterValues.Of("settings", ("name", "kf"), ("gcloud.core.project", "kp"));
    private static readonly SetterValues Kcc = SetterValues.Of("settings", ("project-id", "kp"));

    [Fact]
    public void A_folder_that_is_no_distribution_has_no_layout()
    {
        using var package = new TempPackage(("kubeflow/a.yaml", "a: b\n"));
        Assert.Null(DistributionLayout.Find(package.Root));
    }

    [Fact]
    public void Only_what_is_there_is_a_scope()
    {
        using var package = new TempPackage(("kubeflow/kptconfig/kpt-setter-config.yaml", "a: b\n"), ("kubeflow/apps/a.yaml", "a: b\n"));
        var scope = Assert.Single(DistributionLayout.Find(package.Root)!.Scopes(Management, Kubeflow, Kcc));
        Assert.Equal([package.At("kubeflow/kptconfig"), package.At("kubeflow/apps")], scope.Paths);
    }

    [Fact]
    public async Task One_run_sets_every_place_with_the_values_of_its_scope()
    {
        using var package = new TempPackage(
            ("management/kptconfig/kpt-setter-config.yaml", "name: M # kpt-set: ${name}\nproject: P # kpt-set: ${gcloud.core.project}\nlocation: L # kpt-set: ${location}\n"),
            ("management/managed-project/iam.yaml", "member: M@P # kpt-set: ${name}@${gcloud.core.project}\nns: X # kpt-set: ${managed-project}\n"),
            ("kubeflow/kptconfig/kpt-setter-config.yaml", "name: K # kpt-set: ${name}\nproject: P # kpt-set: ${gcloud.core.project}\n"),
            ("kubeflow/apps/Kptfile", "kind: Kptfile\n"), ("kubeflow/apps/.krmignore", "profiles/patches/namespace-labels.yaml\n"),
            ("kubeflow/apps/profiles/patches/namespace-labels.yaml", "istio.io/rev: old # kpt-set: ${name}\n"),
            ("kubeflow/contrib/metacontroller/kustomization.yaml", "resources:\n- ./upstream/base # kpt-set: ${metacontroller-base}\n"),
            ("kubeflow/kcc/a.yaml", "id: X # kpt-set: ${project-id}\n"),
            ("kubeflow/elsewhere/a.yaml", "id: X # kpt-set: ${project-id}\n"));
        var request = new SetterRequest { Root = package.Root, Scopes = DistributionLayout.Find(package.Root)!.Scopes(Management, Kubeflow, Kcc) };
        var plan = await PackageSetters.PlanAsync(request, CancellationToken.None);
        Assert.Empty(plan.Findings.Select(f => f.ToString()));
        Assert.Equal($"{package.At("kubeflow/elsewhere/a.yaml")} has 1 setter comment (project-id) and was not set: no scope covers it.", Assert.Single(plan.PassedOver).ToString());
        await PackageWriter.WriteAsync(plan, CancellationToken.None);
        Assert.Equal("name: mgmt # kpt-set: ${name}\nproject: mp # kpt-set: ${gcloud.core.project}\nlocation: l # kpt-set: ${location}\n", package.Read("management/kptconfig/kpt-setter-config.yaml"));
        Assert.Equal("member: mgmt@mp # kpt-set: ${name}@${gcloud.core.project}\nns: kp # kpt-set: ${managed-project}\n", package.Read("management/managed-project/iam.yaml"));
        Assert.Equal("istio.io/rev: kf # kpt-set: ${name}\n", package.Read("kubeflow/apps/profiles/patches/namespace-labels.yaml"));
        Assert.Equal("resources:\n- ./upstream/base # kpt-set: ${metacontroller-base}\n", package.Read("kubeflow/contrib/metacontroller/kustomization.yaml"));
        Assert.Equal("id: kp # kpt-set: ${project-id}\n", package.Read("kubeflow/kcc/a.yaml"));
    }

    [Fact]
    public async Task A_word_given_for_all_scopes_counts_as_used_when_one_scope_uses_it()
    {
        using var package = new TempPackage(("one/a.yaml", "a: x # kpt-set: ${a}\n"), ("two/b.yaml", "b: x # kpt-set: ${b}\n"));
        var words = SetterValues.Of("--set", ("a", "1"), ("b", "2"));
        var request = new SetterRequest { Root = package.Root, Scopes = [new SetterScope("one", [package.At("one")], words), new SetterScope("two", [package.At("two")], words)] };
        Assert.Empty((await PackageSetters.PlanAsync(request, CancellationToken.None)).Findings);
    }
}
