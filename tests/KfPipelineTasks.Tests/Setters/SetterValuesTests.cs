using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Setters;

public sealed class SetterValuesTests
{
    [Fact]
    public void A_ConfigMap_gives_its_data_as_it_is_written()
    {
        var values = Read("""
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: setters
            data:
              number: 007
              float: 1.10
              flag: yes
              text: "a: b"
              list: |
                - a
                - b
              empty: ""
            """);
        Assert.Equal(["empty=", "flag=yes", "float=1.10", "list=- a\n- b\n", "number=007", "text=a: b"], values.All.Select(v => $"{v.Name}={v.Text}"));
        Assert.True(values.TryGet("flag", out var flag));
        Assert.Equal("setters.yaml:8:3", flag.At!.ToString());
        Assert.Equal("setters.yaml", flag.Origin);
    }

    [Fact]
    public void A_plain_map_may_hold_lists()
    {
        var values = Read("block:\n    - a\n    - b: c\n      d: e\nflow: [x,\n  y]\nkind: x\n");
        Assert.Equal(["block=    - a\n    - b: c\n      d: e", "flow=[x,\n  y]", "kind=x"], values.All.Select(v => $"{v.Name}={v.Text}"));
    }

    [Theory]
    [InlineData("", "setters.yaml: Setter values are one YAML document; this file holds 0.")]
    [InlineData("a: b\n---\nc: d\n", "setters.yaml: Setter values are one YAML document; this file holds 2.")]
    [InlineData("- a\n", "setters.yaml:1:1: Setter values are a map of name to value, or a ConfigMap.")]
    [InlineData("a: [\n", "setters.yaml:2:1: Setter values cannot be read: the text is no valid YAML: while parsing a node, did not find expected node content.")]
    [InlineData("apiVersion: v1\nkind: Secret\ndata: {a: b}\n", "setters.yaml:1:1: Setter values come from a ConfigMap, and this is a Secret. Give a ConfigMap with the values in 'data', or a plain map of name to value.")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\n", "setters.yaml:1:1: The ConfigMap has no 'data' with setter values.")]
    [InlineData("a:\n", "setters.yaml:1:1: Setter 'a' has no value: write \"\" for an empty text.")]
    [InlineData("b: x\na: null\n", "setters.yaml:2:1: Setter 'a' has no value: write \"\" for an empty text.")]
    [InlineData("a: {b: c}\n", "setters.yaml:1:1: Setter 'a' is a map; a value is a text, a number, a boolean or a list.")]
    [InlineData("a: &x b\nc: *x\n", "setters.yaml:2:1: Setter 'c' is an alias; write the value out.")]
    [InlineData("a: b\na: c\n", "setters.yaml:2:1: Setter 'a' is given twice. The first one stands at setters.yaml:1:1.")]
    [InlineData("' a': b\n", "setters.yaml:1:1: This cannot be the name of a setter: '${ a}' has blanks around the name.")]
    [InlineData("'a}': b\n", "setters.yaml:1:1: This cannot be the name of a setter: the setter name 'a}' holds '}'.")]
    public void A_file_that_gives_no_values_says_why(string text, string problem)
    {
        var problems = new Problems();
        SetterValuesReader.Read(text, "setters.yaml", problems);
        Assert.Equal(problem, Assert.Single(problems.Found).ToString());
    }

    [Fact]
    public void A_file_that_cannot_be_read_says_why()
    {
        using var package = new TempPackage(("good.yaml", "a: b\n"));
        File.WriteAllBytes(package.At("bytes.yaml"), [0x61, 0x3A, 0x20, 0xFF]);
        File.WriteAllText(package.At("wide.yaml"), "a: b\n", System.Text.Encoding.Unicode);
        var problems = new Problems();
        foreach (var file in new[] { "good.yaml", "bytes.yaml", "wide.yaml", "gone.yaml" }) SetterValuesReader.ReadFile(package.At(file), problems);
        Assert.Equal(
            ["The text is no valid UTF-8.", "the file is written in UTF-16.", $"Setter values cannot be read: Could not find file '{package.At("gone.yaml")}'."],
            problems.Found.Select(p => p.Message));
    }

    [Fact]
    public void Words_are_split_at_the_first_equals_sign()
    {
        var problems = new Problems();
        var values = SetterValues.Parse(["a=b=c", "empty=", "x.y= z "], problems);
        Assert.Empty(problems.Found);
        Assert.Equal(["a=b=c", "empty=", "x.y= z "], values.All.Select(v => $"{v.Name}={v.Text}"));
    }

    [Fact]
    public void Words_that_give_nothing_are_told_all_at_once()
    {
        var problems = new Problems();
        SetterValues.Parse(["a", "=b", "c=1", "c=2", "d}=1"], problems);
        Assert.Equal(
            [
                "--set 'a' names no setter and value. Write --set name=value.",
                "--set '=b' names no setter and value. Write --set name=value.",
                "--set gives setter 'c' twice. Keep one of the two.",
                "--set 'd}=1': the setter name 'd}' holds '}'",
            ],
            problems.Found.Select(p => p.ToString()));
    }

    [Fact]
    public void The_stronger_values_count_where_both_name_a_setter()
    {
        var both = SetterValues.Of("file", ("a", "1"), ("b", "1")).With(SetterValues.Of("--set", ("b", "2"), ("c", "2")));
        Assert.Equal(["a=1", "b=2", "c=2"], both.All.Select(v => $"{v.Name}={v.Text}"));
    }

    private static SetterValues Read(string text)
    {
        var problems = new Problems();
        var values = SetterValuesReader.Read(text, "setters.yaml", problems);
        Assert.Empty(problems.Found);
        return values;
    }
}
