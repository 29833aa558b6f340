using KfPipelineTasks.Manifests.Setters;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>A new case is a new folder; its name is the sentence.</summary>
public sealed class KptSetCases
{
    public static TheoryData<string> Cases => [.. Directory.GetDirectories(KptSetCase.Root).Where(f => File.Exists(Path.Combine(f, "given.yaml"))).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Cases))]
    public void Setting_values_gives_the_expected_text_and_findings(string name)
    {
        var @case = new KptSetCase(name);
        var edit = SetterEditor.Edit(@case.Given, "given.yaml", @case.Values, @case.Rules);
        Assert.Equal(@case.ExpectedFindings, KptSetCase.Shown(edit.Findings));
        Assert.Equal(@case.Expected, edit.Text);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Setting_the_same_values_again_changes_nothing(string name)
    {
        var @case = new KptSetCase(name);
        var again = SetterEditor.Edit(@case.Expected, "given.yaml", @case.Values, @case.Rules);
        Assert.Same(again.Text, SetterEditor.Edit(again.Text, "given.yaml", @case.Values, @case.Rules).Text);
        Assert.Equal(@case.Expected, again.Text);
    }
}
