using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Puts together what the files gave, and judges what only the whole package tells: values that nothing uses.</summary>
internal static class PlanMaker
{
    private const int MostPlaces = 3;
    private const int MostAlike = 50;

    public static SetterPlan Make(SetterRequest request, PackageFiles package, IReadOnlyList<SeenFile> seen)
    {
        var passed = seen.Select(s => s.PassedOver).OfType<PassedOver>().ToList();
        var found = package.Findings.Concat(seen.SelectMany(s => s.Findings)).ToLookup(f => f.Kind == SetterFindingKind.Invalid && request.SkipInvalid);
        var findings = Capped(Grouped(found[false])).Concat(Judged(request, package, seen, passed)).ToList();
        if (package.Files.Count == 0 && findings.Count == 0)
            findings.Add(new SetterFinding(SetterFindingKind.Refused, new Problem("there is no YAML file in it.", new SourcePosition(request.Root))));
        return new SetterPlan
        {
            Files = [.. seen.Select(s => s.Planned).OfType<PlannedFile>()],
            Uses = [.. seen.SelectMany(s => s.Uses)],
            Findings = findings,
            Skipped = [.. found[true]],
            PassedOver = passed,
            FilesRead = package.Files.Count,
        };
    }

    // One forgotten setter may have a hundred comments: it is one thing to do, so it is told once, with the first places.
    private static IEnumerable<SetterFinding> Grouped(IEnumerable<SetterFinding> findings)
    {
        var unknown = findings.Where(f => f.Kind == SetterFindingKind.UnknownSetter).ToLookup(f => f.Setter!, StringComparer.Ordinal);
        foreach (var finding in findings)
        {
            if (finding.Kind != SetterFindingKind.UnknownSetter) yield return finding;
            else if (ReferenceEquals(unknown[finding.Setter!].First(), finding)) yield return WithPlaces(finding, [.. unknown[finding.Setter!].Skip(1)]);
        }
    }

    // A file that is full of one mistake shall not hide what is wrong with the others.
    private static IEnumerable<SetterFinding> Capped(IEnumerable<SetterFinding> findings)
    {
        var seen = new Dictionary<(SetterFindingKind, string?), int>();
        foreach (var finding in findings)
        {
            var key = (finding.Kind, finding.Problem.At?.File);
            var count = seen[key] = seen.GetValueOrDefault(key) + 1;
            if (count < MostAlike) yield return finding;
            else if (count == MostAlike) yield return finding with { Problem = finding.Problem with { Message = finding.Problem.Message + " More of this kind follow in this file." } };
        }
    }

    private static SetterFinding WithPlaces(SetterFinding first, IReadOnlyList<SetterFinding> others)
    {
        if (others.Count == 0) return first;
        var more = others.Count > MostPlaces ? $" and {others.Count - MostPlaces} more" : "";
        var places = string.Join(", ", others.Take(MostPlaces).Select(f => f.Problem.At));
        return first with { Problem = first.Problem with { Message = $"{first.Problem.Message} The same in {places}{more}." } };
    }

    private static IEnumerable<SetterFinding> Judged(SetterRequest request, PackageFiles package, IReadOnlyList<SeenFile> seen, IReadOnlyList<PassedOver> passed)
    {
        var used = new HashSet<SetterValue>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < seen.Count; i++)
        {
            foreach (var name in seen[i].Uses.SelectMany(u => u.Pattern.Names))
            {
                named.Add(name);
                if (package.Files[i].Scope!.Values.TryGet(name, out var value)) used.Add(value);
            }
        }

        foreach (var value in request.Scopes.SelectMany(s => s.Values.All).Distinct())
        {
            if (used.Contains(value))
            {
                if (!YamlFileText.CanEncode(value.Text))
                    yield return new SetterFinding(SetterFindingKind.BadValue, new Problem($"Setter '{value.Name}' ({value.Origin}) holds half of a surrogate pair, which no file can.", value.At, "Give the whole character.")) { Setter = value.Name };
                if (Placeholders.In(value.Text) is { } placeholder)
                    yield return new SetterFinding(SetterFindingKind.Placeholder, new Problem($"Setter '{value.Name}' ({value.Origin}) still has the placeholder {placeholder} as its value.", value.At)) { Setter = value.Name };
            }
            else if (!request.AllowUnused)
            {
                yield return Unused(value, named, passed);
            }
        }
    }

    private static SetterFinding Unused(SetterValue value, IReadOnlySet<string> named, IReadOnlyList<PassedOver> passed)
    {
        var hint = passed.FirstOrDefault(p => p.Setters.Contains(value.Name)) is { } only
            ? $" Only {only.At} does, and {only.Because}."
            : Nearest.Hint(value.Name, named.Where(n => n != value.Name));
        return new SetterFinding(SetterFindingKind.UnusedValue, new Problem(
            $"Setter '{value.Name}' ({value.Origin}) has a value, and no comment uses it.{hint}", value.At, "Take it out, or allow it with --allow-unused.")) { Setter = value.Name };
    }
}
