using System.Diagnostics;
using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;
using TestKit;

namespace KfPipelineTasks.Tests.Setters;

public sealed class SetterDiffs
{
    [Fact]
    public void A_diff_shows_three_lines_around_each_change()
    {
        var text = string.Concat(Enumerable.Range(1, 20).Select(i => i is 3 or 5 or 16 ? $"k{i}: old # kpt-set: ${{s}}\n" : $"k{i}: x\n"));
        Assert.Equal("""
            --- a/x.yaml
            +++ b/x.yaml
            @@ -1,8 +1,8 @@
             k1: x
             k2: x
            -k3: old # kpt-set: ${s}
            +k3: new # kpt-set: ${s}
             k4: x
            -k5: old # kpt-set: ${s}
            +k5: new # kpt-set: ${s}
             k6: x
             k7: x
             k8: x
            @@ -13,7 +13,7 @@
             k13: x
             k14: x
             k15: x
            -k16: old # kpt-set: ${s}
            +k16: new # kpt-set: ${s}
             k17: x
             k18: x
             k19: x

            """.ReplaceLineEndings("\n"), Diff(text, ("s", "new")));
    }

    [Fact]
    public void A_diff_shows_no_secret()
    {
        const string text = """
            apiVersion: v1
            kind: Secret
            metadata:
              name: old # kpt-set: ${s}
            data:
              password: aHVudGVyMg==
              token: old # kpt-set: ${t}
              key: |
                -----BEGIN-----
                hunter3
            ---
            secretGenerator:
            - name: x
              literals: [password=hunter4]
            other: old # kpt-set: ${s}

            """;
        var diff = Diff(text, ("s", "shown"), ("t", "hunter5"));
        Assert.DoesNotContain("hunter", diff, StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVyMg", diff, StringComparison.Ordinal);
        Assert.Contains("+  name: shown # kpt-set: ${s}\n", diff, StringComparison.Ordinal);
        Assert.Contains("   password: ***\n-  token: *** # kpt-set: ${t}\n+  token: *** # kpt-set: ${t}\n   key: ***\n", diff, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_names_the_fields_and_hides_those_of_secrets()
    {
        using var package = new TempPackage(("a.yaml", "kind: Secret\nstringData:\n  p: old # kpt-set: ${s}\nname: old # kpt-set: ${s}\nsecretGenerator:\n- literals: [a=b] # kpt-set: ${l}\n"));
        var plan = (await PackageSetters.PlanAsync(SetterRequest.For(package.Root, SetterValues.Of("test", ("s", "n\"ew"), ("l", "[c=d]"))), CancellationToken.None)).ToPlan("KptSet");
        var change = Assert.Single(plan.Changes);
        Assert.Equal((package.At("a.yaml"), Outcome.Configured, "3 fields"), (change.Subject, change.Outcome, change.Because));
        Assert.Equal([new FieldChange("stringData.p", "\"***\"", "\"***\""), new FieldChange("name", "\"old\"", "\"n\\\"ew\""), new FieldChange("secretGenerator[0].literals", "\"***\"", "\"***\"")], change.Fields);
    }

    [ToolFact("git")]
    public async Task Git_applies_the_diff_of_every_case()
    {
        using var package = new TempPackage();
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var patch = new StringWriter();
        foreach (var name in ((IEnumerable<object[]>)KptSetCases.Cases).Select(c => (string)c[0]))
        {
            var @case = new KptSetCase(name);
            if (@case.Given.Contains("Secret", StringComparison.Ordinal)) continue;
            await File.WriteAllTextAsync(package.At(name + ".yaml"), @case.Given);
            expected[name + ".yaml"] = System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(@case.Expected));
            UnifiedDiff.Write(patch, name + ".yaml", @case.Given, SetterEditor.Edit(@case.Given, name, @case.Values, @case.Rules).Edits);
        }

        var file = Path.Combine(package.Root, "..", "all.patch");
        await File.WriteAllTextAsync(file, patch.ToString());
        Run(package.Root, "git", "apply", "--whitespace=nowarn", file);
        Assert.Equal(expected, package.Snapshot());
    }

    private static string Diff(string text, params (string, string)[] values)
    {
        var written = new StringWriter();
        UnifiedDiff.Write(written, "x.yaml", text, SetterEditor.Edit(text, "x.yaml", SetterValues.Of("test", values)).Edits);
        return written.ToString();
    }

    private static void Run(string folder, string tool, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, words) { WorkingDirectory = folder, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
    }
}
