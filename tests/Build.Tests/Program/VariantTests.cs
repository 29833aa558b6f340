using System.Text.Json;
using KfPipelineTasks.Settings;
using TestKit;

namespace Build.Tests.Program;

/// <summary>Every kind of installation, from a fresh clone: what it is made of, and that it comes to life.</summary>
public sealed class VariantTests : IDisposable
{
    private static readonly CaseFolder Cases = new("Variants");

    private readonly ProgramRun _run = new();

    public static TheoryData<string> Variants => [.. Words.All<Variant>()];

    public void Dispose() => _run.Dispose();

    [Theory, MemberData(nameof(Variants))]
    public void A_variant_is_made_of_these_objects(string variant)
    {
        Assert.True(_run.Of("--target=Render", "--cloud=local", $"--variant={variant}") == 0, _run.Said);
        Cases.Expect(variant, File.ReadAllText(Path.Combine(_run.Folder, "rendered", "objects.txt")));
    }

    [Theory, MemberData(nameof(Variants))]
    public void A_variant_comes_to_life_without_a_package(string variant)
    {
        Assert.True(_run.Of("--target=Apply", "--cloud=local", $"--variant={variant}", "--output=json") == 0, _run.Said);
        var changes = _run.Said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("outcome", out _)).Select(line => line.GetProperty("subject").GetString()).ToList();
        Assert.Contains("Deployment.apps kubeflow/ml-pipeline", changes);
        Assert.Equal(variant is "dex" or "gke-oauth2-proxy", changes.Contains("Deployment.apps auth/oauth2-proxy"));
        Assert.Equal(variant == "dex", changes.Contains("Deployment.apps auth/dex"));
    }

    [Fact]
    public void An_existing_cluster_needs_no_name_and_no_project()
    {
        _run.Write("kubeflow.yaml", "cloud: local\nvariant: existing-cluster\n");
        Assert.True(_run.Of("--target=Apply") == 0, _run.Said);
        Assert.Contains("ml-pipeline created", _run.Said, StringComparison.Ordinal);
        Assert.Equal(2, _run.Of("--target=Teardown", "--confirm=something"));
        Assert.Contains("'kubeflow'", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void Dex_knows_the_administrator_and_the_door_lets_in_who_is_named()
    {
        Assert.True(_run.Of("--target=Render", "--cloud=local", "--variant=dex", "--admin-email=ann@example.com", "--iap-members=bob@example.com") == 0, _run.Said);
        Assert.Contains("- email: ann@example.com", Rendered("dex/configmap_auth_dex.yaml"), StringComparison.Ordinal);
        Assert.Contains("ann@example.com\n    bob@example.com\n", Rendered("oauth2-proxy/configmap_auth_oauth2-proxy-people.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$2a$10$PnFB08a04DR73KEawXu68OdCUOhgsBGzxqA48UU7U02HqbpAbscsG", "every Kubeflow tutorial shows")]
    [InlineData("$2y$12$4K/VkmDd1q1Orb3xAt82zu8gk7Ad6ReFR4LCP9UeYE90NLiN9Df72", "every Kubeflow tutorial shows")]
    [InlineData("12341234", "is a password, not a hash")]
    [InlineData("$2a$20$PnFB08a04DR73KEawXu68OdCUOhgsBGzxqA48UU7U02HqbpAbscsG", "its cost is above")]
    public void The_well_known_password_is_refused_however_it_is_hashed(string hash, string because)
    {
        _run.Environment["KFT_DEX_PASSWORD_HASH"] = hash;
        Assert.Equal(2, _run.Of("--target=Apply", "--cloud=local", "--variant=dex"));
        Assert.Contains(because, _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_with_the_well_known_password_is_refused()
    {
        _run.Write("package/dex.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: dex, namespace: auth}
            data:
              config.yaml: |
                staticPasswords:
                - email: user@example.com
                  hash: $2y$12$4K/VkmDd1q1Orb3xAt82zu8gk7Ad6ReFR4LCP9UeYE90NLiN9Df72
            """);
        Assert.Equal(2, _run.Of("--target=Apply", "--cloud=local", "--variant=existing-cluster", "--package=package", "--allow-unused"));
        Assert.Contains("ConfigMap auth/dex: it brings the password", _run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_door_with_Google_behind_it_needs_a_client_and_people_of_its_own()
    {
        Assert.Equal(2, _run.Of("--target=Apply", "--cloud=local", "--variant=gke-oauth2-proxy", "--oauth=google-managed", "--iap-members=group:ml@example.com"));
        Assert.Contains("oauth2-proxy needs one of yours", _run.Said, StringComparison.Ordinal);
        Assert.Contains("'group:ml@example.com' is none", _run.Said, StringComparison.Ordinal);
    }

    private string Rendered(string file) => File.ReadAllText(Path.Combine(_run.Folder, "rendered", "common", "sign-in", file));
}
