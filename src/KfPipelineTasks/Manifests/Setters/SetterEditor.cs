using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// Fills in setter comments: <c>text, values -> text, findings</c>. A pure function; files are handled elsewhere.
/// Only the characters of the values differ afterwards, and the result was parsed again to make sure.
/// </summary>
public static class SetterEditor
{
    /// <summary>Sets every field whose line carries a comment <c># kpt-set: pattern</c>.</summary>
    /// <param name="text">One YAML text, with one or several documents; may start with a byte order mark.</param>
    /// <param name="file">Its name in findings.</param>
    /// <param name="values">Values by setter.</param>
    /// <param name="rules">How to treat types and unknown setters.</param>
    /// <returns>
    /// The edited text. When something is invalid or does not verify, the text is the given one. All other findings leave
    /// their own field as it is: whoever wants all or nothing writes only when there is no finding.
    /// </returns>
    public static SetterEdit Edit(string text, string file, SetterValues values, SetterRules? rules = null) =>
        Edit(text, file, values, rules ?? SetterRules.Default, new SharedTexts());

    internal static SetterEdit Edit(string text, string file, SetterValues values, SetterRules rules, SharedTexts shared)
    {
        var parts = YamlParts.WithMarks(text);
        if (parts.Count == 0) return new SetterEdit(text, [], [], []);
        var lines = new LineMap(text, file);
        var (edits, uses, findings) = (new List<TextEdit>(), new List<SetterUse>(), new List<SetterFinding>());
        foreach (var (start, end) in parts)
        {
            YamlMap map;
            try
            {
                map = YamlMap.Read(text, start, end);
            }
            catch (YamlTextException broken)
            {
                return Refused(SetterFindingKind.Invalid, broken.Offset, broken.Message, text.Contains("{{", StringComparison.Ordinal)
                    ? "It looks like a template: render it first, hide it with .krmignore, or skip it with --skip-invalid."
                    : "Correct it, hide it with .krmignore, or skip it with --skip-invalid.");
            }

            var pass = new SetterPass(map, lines, values, rules, shared);
            pass.Run();
            if (pass.Edits.Count > 0 && Verification.Difference(map, pass) is { } wrong)
                return Refused(SetterFindingKind.Unverified, wrong.Offset, wrong.Message, "Write the field in a simpler way, such as on one line.");
            edits.AddRange(pass.Edits);
            uses.AddRange(pass.Uses);
            findings.AddRange(pass.Findings);
        }

        return new SetterEdit(TextEdit.Apply(text, edits), edits, uses, findings);

        SetterEdit Refused(SetterFindingKind kind, int offset, string message, string next) =>
            new(text, [], [], [new SetterFinding(kind, new Problem(message, lines.At(offset), next))]);
    }
}
