using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;
using KfPipelineTasks.Readiness;
using TestKit;

namespace KfPipelineTasks.Tests.Readiness;

/// <summary>Each folder of Cases/Readiness/(kind): a live object, perhaps others around it, and the verdict. The look is at noon on 2026-01-01, UTC.</summary>
public sealed class ReadinessBookTests
{
    private static readonly CaseFolder Folder = new("Readiness");

    public static TheoryData<string> Cases => [.. Folder.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_book_says(string name)
    {
        var problems = new Problems();
        var objects = ManifestReader.ReadText(Folder.Read(name, "live.yaml"), "live.yaml", problems);
        Assert.False(problems.Any, string.Join('\n', problems.Found));
        var verdict = new ReadinessBook(new Noon()).Judge(objects[0], [.. objects.Skip(1)]);
        Folder.Expect(name, $"{verdict}\n{(verdict.Next is null ? "" : $"next: {verdict.Next}\n")}");
    }

    [Fact]
    public void Every_rule_is_in_the_book_once()
    {
        var written = typeof(RuleBook).Assembly.GetTypes().Where(type => typeof(IReadinessRule).IsAssignableFrom(type) && !type.IsInterface).Select(type => type.Name).Order();
        Assert.Equal(written, RuleBook.All.Select(rule => rule.GetType().Name).Order());
    }

    [Fact]
    public void No_kind_has_two_rules()
    {
        var twice = RuleBook.All.SelectMany(rule => rule.Kinds).GroupBy(kind => kind).Where(group => group.Count() > 1).Select(group => group.Key);
        Assert.Empty(twice);
    }

    [Fact]
    public void Every_rule_has_cases()
    {
        var judged = Folder.Names.SelectMany(name => ManifestReader.ReadText(Folder.Read(name, "live.yaml"), "live.yaml", new Problems()).Take(1)).Select(resource => resource.Id).ToList();
        var without = RuleBook.All.Where(rule => !judged.Exists(id => rule.Kinds.Any(kind => kind == id.GroupKind || (kind.StartsWith("*.") && ("." + id.Group).EndsWith(kind[1..])))));
        Assert.Empty(without.Select(rule => rule.GetType().Name));
    }

    [Fact]
    public void The_page_about_readiness_names_every_kind()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "readiness.md"));
        Assert.All(RuleBook.All.SelectMany(rule => rule.Kinds), kind => Assert.Contains($"`{kind}`", page));
    }

    [Fact]
    public void An_object_just_created_is_never_called_failed()
    {
        // Nothing but what the client sent, as the API server returns it at once: whatever the kind, there is no failure to see yet.
        var book = new ReadinessBook(new Noon());
        foreach (var kind in RuleBook.All.SelectMany(rule => rule.Kinds).Select(kind => kind.Replace("*.", "Anything.", StringComparison.Ordinal)))
        {
            var dot = kind.IndexOf('.', StringComparison.Ordinal);
            var (name, group) = dot < 0 ? (kind, "") : (kind[..dot], kind[(dot + 1)..] + "/");
            var fresh = ManifestReader.ReadText($"{{apiVersion: {group}v1, kind: {name}, metadata: {{name: a, namespace: ns, generation: 1}}, spec: {{}}}}", "fresh.yaml", new Problems()).Single();
            var verdict = book.Judge(fresh);
            Assert.True(verdict.State is not State.Failed, $"{kind}: {verdict}");
            Assert.NotEmpty(verdict.Because);
        }
    }

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
