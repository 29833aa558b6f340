using System.Security.Cryptography;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Fills in the setters of a whole package: reads and plans here, writes in <see cref="PackageWriter"/>.</summary>
public static class PackageSetters
{
    /// <summary>
    /// Reads every file of the package and works out what to write. Files that never speak of setters are not parsed, and
    /// what is set already is neither verified nor written.
    /// </summary>
    /// <returns>The plan, whatever stands in the way: see <see cref="SetterPlan.Findings"/>.</returns>
    public static async Task<SetterPlan> PlanAsync(SetterRequest request, CancellationToken cancellation)
    {
        var package = PackageFiles.Of(request);
        var seen = new SeenFile[package.Files.Count];
        var shared = new SharedTexts();
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForAsync(0, seen.Length, options, (i, _) =>
        {
            seen[i] = Look(package.Files[i], request, shared);
            return ValueTask.CompletedTask;
        });
        return PlanMaker.Make(request, package, seen);
    }

    private static SeenFile Look((PackageFile File, SetterScope? Scope) entry, SetterRequest request, SharedTexts shared)
    {
        var (file, scope) = entry;
        try
        {
            var (text, bytes, finding) = YamlFileText.Read(file.Path, file.Shown);
            if (file.HiddenBy is not null || scope is null) return new SeenFile { PassedOver = text is null ? null : Passed(text, file, shared) };
            if (text is null) return finding is null ? SeenFile.Nothing : new SeenFile { Findings = [finding] };
            var edit = SetterEditor.Edit(text, file.Shown, scope.Values, new SetterRules { AllowUnused = request.AllowUnused, Typing = request.Typing }, shared);
            return new SeenFile
            {
                Uses = edit.Uses,
                Findings = edit.Findings,
                Planned = edit.Changes ? new PlannedFile(file, SHA256.HashData(bytes), edit.Edits, [.. edit.Uses.Where(u => u.Changes)]) : null,
            };
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            var problem = new Problem($"cannot be read: {denied.Message}", new SourcePosition(file.Shown));
            return file.HiddenBy is null && scope is not null ? new SeenFile { Findings = [new SetterFinding(SetterFindingKind.Refused, problem)] } : SeenFile.Nothing;
        }
    }

    // Hidden files need not be YAML, so they are searched line by line and not parsed.
    private static PassedOver? Passed(string text, PackageFile file, SharedTexts shared)
    {
        if (!YamlParts.MaySet(text)) return null;
        var lines = new LineMap(text, file.Shown);
        var (first, names, count) = (-1, new SortedSet<string>(StringComparer.Ordinal), 0);
        for (var at = text.IndexOf(SetterComment.Prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(SetterComment.Prefix, at + 1, StringComparison.Ordinal))
        {
            var comment = text[at..LineMap.EndOfLine(text, at)];
            if (SetterComment.Read(comment, ownLine: false, shared).Pattern is not { } pattern) continue;
            (first, count) = (first < 0 ? at : first, count + 1);
            names.UnionWith(pattern.Names);
        }

        return count == 0 ? null : new PassedOver(lines.At(first), count, [.. names], file.HiddenBy is { } by ? $"{by} hides it" : "no scope covers it");
    }
}
