using FsCheck;
using FsCheck.Fluent;
using KfPipelineTasks.Manifests.Setters;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>What holds for every text: checked on generated ones, with a reader of its own.</summary>
public sealed class SetterEditorProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60);

    [Fact]
    public void The_edited_text_reads_as_before_except_for_the_values_set() => ForAll(sample =>
    {
        var edit = Edit(sample);
        var (before, after) = (Events(sample.Text), Events(edit.Text));
        Assert.Equal(before.Count, after.Count);
        var scalar = 0;
        for (var i = 0; i < before.Count; i++)
        {
            Assert.Equal(before[i].GetType(), after[i].GetType());
            if (before[i] is not Scalar old) continue;
            var wanted = sample.Wanted[scalar++];
            Assert.Equal(wanted ?? old.Value, ((Scalar)after[i]).Value);
        }

        Assert.Equal(sample.Wanted.Count, scalar);
    });

    [Fact]
    public void Editing_again_changes_nothing() => ForAll(sample =>
    {
        var once = Edit(sample);
        var twice = SetterEditor.Edit(once.Text, "sample.yaml", sample.Values);
        Assert.Same(once.Text, twice.Text);
        Assert.Empty(twice.Edits);
    });

    [Fact]
    public void Nothing_outside_the_values_is_touched() => ForAll(sample =>
    {
        var edit = Edit(sample);
        Assert.Equal(sample.Text, TextEdit.Apply(edit.Text, TextEdit.Inverse(edit.Edits)));
        foreach (var change in edit.Edits)
        {
            // A text of several lines goes below the line of its comment; every other edit is the value itself.
            var isBlock = change.Old.Length == 0 && (change.Start == sample.Text.Length || sample.Text[change.Start] is '\r' or '\n');
            Assert.True(isBlock || sample.Places.Contains((change.Start, change.End)), change.ToString());
        }
    });

    [Fact]
    public void A_string_never_becomes_another_type() => ForAll(sample =>
    {
        var edit = Edit(sample);
        foreach (var (old, now) in Events(sample.Text).OfType<Scalar>().Zip(Events(edit.Text).OfType<Scalar>()))
        {
            if (old.Style != ScalarStyle.Plain || PlainTypes.Of(old.Value) == PlainType.String)
                Assert.True(now.Style != ScalarStyle.Plain || PlainTypes.Of(now.Value) == PlainType.String, now.Value);
        }
    });

    [Fact]
    public void Damaged_texts_are_set_or_refused_and_nothing_else() => Prop.ForAll(
        YamlGenerator.Samples, YamlGenerator.Damages, (sample, damages) =>
        {
            var text = damages.Aggregate(sample.Text, (t, damage) => damage(t));
            foreach (var typing in Enum.GetValues<SetterTyping>())
            {
                var edit = SetterEditor.Edit(text, "damaged.yaml", sample.Values, new SetterRules { Typing = typing });
                if (edit.Findings.Any(f => f.Kind is SetterFindingKind.Invalid or SetterFindingKind.Unverified)) Assert.Same(text, edit.Text);
                Assert.Equal(text, TextEdit.Apply(edit.Text, TextEdit.Inverse(edit.Edits)));
                Assert.Same(edit.Text, SetterEditor.Edit(edit.Text, "damaged.yaml", sample.Values, new SetterRules { Typing = typing }).Text);
            }
        }).Check(Thorough);

    private static SetterEdit Edit(YamlSample sample)
    {
        var edit = SetterEditor.Edit(sample.Text, "sample.yaml", sample.Values);
        Assert.DoesNotContain(edit.Findings, f => f.Kind is SetterFindingKind.Invalid or SetterFindingKind.Unverified or SetterFindingKind.MissingValue or SetterFindingKind.BadValue);
        return edit;
    }

    private static List<ParsingEvent> Events(string text)
    {
        var parser = new Parser(new Scanner(new StringReader(text.TrimStart('\uFEFF')), skipComments: true));
        var events = new List<ParsingEvent>();
        while (parser.MoveNext()) events.Add(parser.Current!);
        return events;
    }

    private static void ForAll(Action<YamlSample> holds) => Prop.ForAll(YamlGenerator.Samples, holds).Check(Thorough);
}
