using System.Text;
using KfPipelineTasks.Manifests.Setters;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>Input that is meant to hurt is refused, in no time, with its place.</summary>
public sealed class SetterLimits
{
    private static readonly SetterValues Values = SetterValues.Of("test", ("s", "new"));

    [Fact]
    public async Task A_file_of_a_hundred_megabytes_is_refused_without_being_read()
    {
        using var package = new TempPackage(("a.yaml", "a: old # kpt-set: ${s}\n"));
        await using (var huge = File.Create(package.At("huge.yaml"))) huge.SetLength(100_000_000);
        var plan = await PackageSetters.PlanAsync(SetterRequest.For(package.Root, Values), CancellationToken.None);
        Assert.Equal($"{package.At("huge.yaml")}: the file has 100,000,000 bytes; the limit is 50,000,000. Split it, hide it with .krmignore, or skip it with --skip-invalid.",
            Assert.Single(plan.Findings).ToString());
    }

    [Theory]
    [InlineData("[", 10_000)]
    [InlineData("{a: ", 10_000)]
    [InlineData("- ", 10_000)]
    [InlineData("[\n", 10_000)]
    public void Ten_thousand_levels_are_refused(string level, int times)
    {
        var text = "a: old # kpt-set: ${s}\nb:\n  " + string.Concat(Enumerable.Repeat(level, times));
        var finding = Assert.Single(SetterEditor.Edit(text, "deep.yaml", Values).Findings);
        Assert.Equal(SetterFindingKind.Invalid, finding.Kind);
        Assert.Contains("nested more than 500 deep", finding.Problem.Message, StringComparison.Ordinal);
        Assert.True(finding.Problem.At!.Line >= 3);
    }

    [Fact]
    public void Two_thousand_levels_of_indentation_are_refused()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 2_000; i++) text.Append(' ', i).Append("a: # kpt-set: ${s}\n");
        var finding = Assert.Single(SetterEditor.Edit(text.ToString(), "deep.yaml", Values).Findings);
        Assert.Equal("deep.yaml:501:501: lists and maps are nested more than 500 deep; that is the limit. Correct it, hide it with .krmignore, or skip it with --skip-invalid.", finding.ToString());
    }

    [Fact]
    public void Five_hundred_levels_are_set()
    {
        var open = string.Concat(Enumerable.Repeat("[", 499));
        var edit = SetterEditor.Edit($"a: {open}old, # kpt-set: ${{s}}\n{open.Replace('[', ']')}\n", "deep.yaml", Values);
        Assert.Empty(edit.Findings);
        Assert.Contains("[new, #", edit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_of_more_than_a_million_values_is_refused()
    {
        var text = $"a: old # kpt-set: ${{s}}\nb: [{string.Concat(Enumerable.Repeat("x,", 1_000_000))}]\n";
        Assert.StartsWith("many.yaml:2:", Assert.Single(SetterEditor.Edit(text, "many.yaml", Values).Findings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_setters_in_one_document_cost_time_in_proportion()
    {
        // What grows with the square of this takes minutes, not a blink.
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"k{i}: old # kpt-set: ${{s}}\n"));
        Assert.Equal(100_000, SetterEditor.Edit(text, "many.yaml", Values).Edits.Count);
    }

    [Fact]
    public async Task A_file_full_of_one_mistake_tells_it_fifty_times()
    {
        using var package = new TempPackage(("a.yaml", string.Concat(Enumerable.Range(0, 1000).Select(i => $"k{i}: old #kpt-set: ${{s}}\n"))), ("b.yaml", "a: old # kpt-set: ${s}\n"));
        var plan = await PackageSetters.PlanAsync(SetterRequest.For(package.Root, Values), CancellationToken.None);
        Assert.Equal(50, plan.Findings.Count);
        Assert.Contains("More of this kind follow in this file.", plan.Findings[^1].Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_bomb_costs_what_its_text_costs()
    {
        var text = new StringBuilder("a0: &a0 [x, x]\n");
        for (var i = 1; i < 400; i++) text.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        text.Append("b: old # kpt-set: ${s}\n");
        var edit = SetterEditor.Edit(text.ToString(), "bomb.yaml", Values);
        Assert.Empty(edit.Findings);
        Assert.EndsWith("b: new # kpt-set: ${s}\n", edit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_five_megabytes_is_set()
    {
        var text = $"a: \"{new string('x', 5_000_000)}\"\nb: {new string('y', 100_000)} # kpt-set: ${{s}}\n";
        var edit = SetterEditor.Edit(text, "long.yaml", Values);
        Assert.EndsWith("\"\nb: new # kpt-set: ${s}\n", edit.Text, StringComparison.Ordinal);
        Assert.Equal("long.yaml:2:4", Assert.Single(edit.Uses).At.ToString());
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused_with_their_place()
    {
        using var package = new TempPackage(("binary.json", ""));
        await File.WriteAllBytesAsync(package.At("a.yaml"), [.. "x: é\nb: "u8, 0xC3, 0x28, .. " # kpt-set: ${s}\n"u8]);
        await File.WriteAllBytesAsync(package.At("b.yaml"), Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("a: old # kpt-set: ${s}\n")).ToArray());
        await File.WriteAllBytesAsync(package.At("binary.json"), [0x80, 0x81, 0xFF, 0x00]);
        var plan = await PackageSetters.PlanAsync(SetterRequest.For(package.Root, Values) with { AllowUnused = true }, CancellationToken.None);
        Assert.Equal(
            [$"{package.At("a.yaml")}:2:4: the text is no valid UTF-8. Save the file as UTF-8.", $"{package.At("b.yaml")}: the file is written in UTF-16. Save it as UTF-8."],
            plan.Findings.Select(f => f.ToString()));
    }

    [Fact]
    public async Task Half_a_character_is_refused_before_anything_is_written()
    {
        using var package = new TempPackage(("a.yaml", "a: old # kpt-set: ${s}\n"), ("b.yaml", "a: 😀 # kpt-set: ${t}\n"));
        foreach (var value in new[] { "x\ud83d", "\ude00x", "\ude00\ud83d" })
        {
            var plan = await PackageSetters.PlanAsync(SetterRequest.For(package.Root, SetterValues.Of("--set", ("s", value), ("t", "😀"))), CancellationToken.None);
            Assert.Equal("Setter 's' (--set) holds half of a surrogate pair, which no file can. Give the whole character.", Assert.Single(plan.Findings).ToString());
        }
    }

    [Fact]
    public void A_pattern_of_many_stars_is_matched_in_no_time()
    {
        var pattern = IgnorePattern.Parse(string.Concat(Enumerable.Repeat("a*", 100)) + "b", 1)!;
        Assert.False(pattern.Matches(new string('a', 5_000), isFolder: false));
    }
}
