using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Model;
using LocalCloud.Google;

namespace KfPipelineTasks.Tests.Gcp;

public sealed class PolicyTests
{
    private static readonly string[] Roles = ["roles/storage.admin", "roles/logging.logWriter", "roles/container.viewer"];
    private static readonly PolicyCondition?[] Conditions = [null, new("until-2030", "request.time < timestamp('2030-01-01T00:00:00Z')"), new("office", "request.time.getHours() > 8", "by day")];

    [Fact]
    public void What_is_not_edited_stays_to_the_letter()
    {
        var policy = (JsonObject)JsonNode.Parse("""
            {"version":3,"etag":"zVCzWqO/rjc=","bindings":[
              {"role":"roles/owner","members":["user:Alice@Example.com","deleted:serviceAccount:old@p.iam.gserviceaccount.com?uid=1"]},
              {"role":"roles/storage.admin","members":["group:b@example.com"],"condition":{"title":"t","expression":"e"},"unknown":{"x":1}},
              {"role":"roles/storage.admin","members":["group:c@example.com"]}],
             "auditConfigs":[{"service":"allServices","auditLogConfigs":[{"logType":"DATA_READ"}]}]}
            """)!;

        var edited = PolicyEdits.Apply(policy, [new PolicyEdit("roles/storage.admin", "serviceAccount:new@p.iam.gserviceaccount.com")]);

        ((JsonArray)edited["bindings"]![2]!["members"]!).RemoveAt(1);
        Assert.Equal(policy.ToJsonString(), edited.ToJsonString());
    }

    [Fact]
    public void A_member_that_is_there_in_another_case_is_not_added() =>
        Assert.Empty(PolicyEdits.Missing((JsonObject)JsonNode.Parse("""{"bindings":[{"role":"r","members":["user:Alice@Example.com"]}]}""")!, [new PolicyEdit("r", "user:alice@example.com")]));

    [Fact]
    public void A_conditional_binding_is_not_the_unconditional_one() =>
        Assert.Single(PolicyEdits.Missing((JsonObject)JsonNode.Parse("""{"bindings":[{"role":"r","members":["user:a@b.c"],"condition":{"title":"t","expression":"e"}}]}""")!, [new PolicyEdit("r", "user:a@b.c")]));

    [Fact]
    public void Removal_takes_the_member_out_of_every_binding_of_the_role()
    {
        var policy = (JsonObject)JsonNode.Parse("""{"bindings":[{"role":"r","members":["user:a@b.c"],"condition":{"title":"t","expression":"e"}},{"role":"r","members":["user:a@b.c","user:d@b.c"]}]}""")!;

        var edited = PolicyEdits.Apply(policy, [new PolicyEdit("r", "user:a@b.c", Remove: true)]);

        Assert.Equal("""[{"role":"r","members":["user:d@b.c"]}]""", edited["bindings"]!.ToJsonString());
    }

    [Fact]
    public void Own_tombstones_go_and_those_of_others_stay()
    {
        var policy = (JsonObject)JsonNode.Parse("""{"bindings":[{"role":"r","members":["deleted:serviceAccount:a@p.x?uid=1","deleted:serviceAccount:b@p.x?uid=2"]}]}""")!;

        var edited = PolicyEdits.Apply(policy, [new PolicyEdit("r", "serviceAccount:a@p.x")]);

        Assert.Equal("""["deleted:serviceAccount:b@p.x?uid=2","serviceAccount:a@p.x"]""", edited["bindings"]![0]!["members"]!.ToJsonString());
    }

    [Fact]
    public async Task Of_twenty_writers_at_once_nobody_loses_anything()
    {
        await using var lab = await GcpLab.StartAsync();
        var round = 0;
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed => RaceAsync(lab, new Random(seed), ++round).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(4));
    }

    /// <summary>Twenty editors, each with a door of its own and some edits; every fifth write is refused before it arrives.</summary>
    private static async Task<bool> RaceAsync(GcpLab lab, Random random, int round)
    {
        var before = await RestPolicy.OfProject(lab.Door, GcpLab.Project).ReadAsync(CancellationToken.None);
        var wishes = Enumerable.Range(0, 20).Select(writer => Enumerable.Range(0, random.Next(1, 4))
            .Select(n => new PolicyEdit(Roles[random.Next(Roles.Length)], $"user:w{round}-{writer}-{n}@example.com", Conditions[random.Next(Conditions.Length)])).ToList()).ToList();
        var broken = 0;
        var wire = new Wire { Before = r => r.Writes && Interlocked.Increment(ref broken) % 5 == 0 ? Wire.Error(broken % 2 == 0 ? 409 : 412, "ABORTED", "There were concurrent policy changes.") : null };
        await Task.WhenAll(wishes.Select(async edits =>
        {
            using var door = lab.NewDoor(new FixedToken(new Secret(GoogleOptions.RehearsalToken)), wire);
            await new PolicyWork(door).EnsureAsync(RestPolicy.OfProject(door, GcpLab.Project), edits, CancellationToken.None);
        }));
        var after = await RestPolicy.OfProject(lab.Door, GcpLab.Project).ReadAsync(CancellationToken.None);
        return PolicyEdits.Missing(after, [.. wishes.SelectMany(w => w)]).Count == 0
            && Pairs(before).All(pair => Pairs(after).Contains(pair))
            && Pairs(after).Count() == Pairs(before).Count() + wishes.Sum(w => w.Count);
    }

    private static IEnumerable<string> Pairs(JsonObject policy) =>
        ((JsonArray)policy["bindings"]!).SelectMany(b => ((JsonArray)b!["members"]!).Select(m => $"{(string?)b["role"]} {m} {b["condition"]?.ToJsonString()}"));
}
