using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;
using TestKit;

namespace LocalCloud.Tests.Controllers;

/// <summary>
/// A case in words, one line each; the first may say where: <c>in a gke cluster</c>, <c>in a config controller</c>. Then: <c>apply FILE</c>, <c>pass 5s</c>, <c>settle</c>, <c>expect FILE</c>,
/// <c>google FILE</c> (facts of the Google side), <c>reserve PROJECT ADDRESS</c>, <c>account PROJECT ID</c>, <c>grant RESOURCE ROLE MEMBER</c>, <c>delete KIND NAMESPACE/NAME [PROPAGATION]</c>, <c>gone KIND NAMESPACE/NAME</c>, <c>count KIND NAMESPACE NUMBER</c>. A file with
/// expectations holds parts of objects: what it names must be so.
/// </summary>
internal sealed class ControllerScript(CaseFolder cases, string name, ControllerStage stage)
{
    public async Task RunAsync()
    {
        foreach (var line in cases.Read(name, "steps.txt").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
            await StepAsync(line, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task StepAsync(string line, string[] words)
    {
        switch (words)
        {
            case ["apply", var file]:
                await stage.ApplyAsync(cases.Read(name, file));
                break;
            case ["pass", var time]:
                await stage.PassAsync(Durations.Parse(time));
                break;
            case ["in", "a", ..]:
                break;
            case ["google", var file]:
                ExpectGoogle(line, cases.Read(name, file));
                break;
            case ["reserve", var owner, var address]:
                stage.World!.Addresses.Ensure(owner, "global", address);
                break;
            case ["account", var project, var id]:
                stage.World!.ServiceAccounts.Create(project, id);
                break;
            case ["grant", var resource, var role, var member]:
                stage.World!.Policies.AddMember(resource, role, member);
                break;
            case ["settle"]:
                await stage.SettleAsync();
                break;
            case ["expect", var file]:
                foreach (var expected in ControllerStage.Documents(cases.Read(name, file))) Expect(line, expected);
                break;
            case ["delete", var kind, var where, .. var more]:
                var (home, victim) = Split(where);
                stage.Delete(kind, home, victim, more.FirstOrDefault());
                await stage.QuietAsync();
                break;
            case ["gone", var kind, var where]:
                Assert.True(stage.Get(kind, Split(where).Namespace, Split(where).Name) is null, $"{line}: it is still there.\n{Json.ToText(stage.Get(kind, Split(where).Namespace, Split(where).Name))}");
                break;
            case ["count", var counted, var space, var number]:
                var there = stage.List(counted, space).Select(item => Json.Text(item, "metadata", "name")).ToList();
                Assert.True(there.Count.ToString() == number, $"{line}: there are {there.Count}: {string.Join(", ", there)}");
                break;
            default:
                throw new InvalidOperationException($"'{line}' is no step.");
        }
    }

    private void Expect(string line, JsonObject expected)
    {
        var version = Json.Text(expected, "apiVersion") ?? "";
        var kind = version.Contains('/', StringComparison.Ordinal) ? $"{Json.Text(expected, "kind")}.{version.Split('/')[0]}" : Json.Text(expected, "kind") ?? "";
        var home = Json.Text(expected, "metadata", "namespace");
        var named = Json.Text(expected, "metadata", "name");
        var candidates = named is null ? stage.List(kind, home) : stage.Get(kind, home, named) is { } one ? [one] : [];
        Assert.True(candidates.Count > 0, $"{line}: there is no {kind} {home}/{named}.");
        var differences = candidates.Select(candidate => Difference(expected, candidate, "")).ToList();
        Assert.True(differences.Any(difference => difference is null), $"{line}: {kind} {home}/{named}: {differences[0]}\n{Pretty(candidates[0])}");
    }

    /// <summary>Every line of the file is true of the Google side; a line with a leading "no" is not.</summary>
    private void ExpectGoogle(string line, string text)
    {
        var facts = WorldFacts.Of(stage.World!).ToHashSet(StringComparer.Ordinal);
        foreach (var expected in text.Split('\n').Select(one => one.Trim()).Where(one => one.Length > 0))
        {
            var isWanted = !expected.StartsWith("no ", StringComparison.Ordinal);
            Assert.True(facts.Contains(isWanted ? expected : expected[3..]) == isWanted, $"{line}: '{expected}' is not so. There is:\n{string.Join("\n", facts.Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>Where the object is not as expected; null when it is. Items of lists are found by type or name, else by place.</summary>
    private static string? Difference(JsonNode? expected, JsonNode? actual, string path)
    {
        switch (expected, actual)
        {
            case (JsonObject wanted, JsonObject found):
                return wanted.Select(member => Difference(member.Value, found[member.Key], $"{path}.{member.Key}")).FirstOrDefault(difference => difference is not null);
            case (JsonArray wanted, JsonArray found):
                if (wanted.Count == 0 && found.Count > 0) return $"{path} should be empty";
                return wanted.Select((item, at) => Difference(item, Same(item, found, at), $"{path}[{at}]")).FirstOrDefault(difference => difference is not null);
            case (JsonValue wanted, JsonValue found) when Json.Text(wanted) is { Length: > 1 } text && text[0] == '~':
                return (Json.Text(found) ?? "").Contains(text[1..], StringComparison.Ordinal) ? null : $"{path} is {Json.ToText(found)}, which does not contain {text[1..]}";
            default:
                return Json.Same(expected, actual) ? null : $"{path} is {Json.ToText(actual)}, not {Json.ToText(expected)}";
        }
    }

    private static JsonNode? Same(JsonNode? wanted, JsonArray found, int at)
    {
        foreach (var key in (string[])["type", "name", "uid"])
        {
            if (Json.Text(wanted, key) is { } value) return found.FirstOrDefault(item => Json.Text(item, key) == value);
        }

        return at < found.Count ? found[at] : null;
    }

    private static string Pretty(JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        Json.Map(copy, "metadata")?.Remove("managedFields");
        return copy.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
    }

    private static (string? Namespace, string Name) Split(string where)
    {
        var slash = where.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (null, where) : (where[..slash], where[(slash + 1)..]);
    }
}
