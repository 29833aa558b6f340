using System.Text.Json;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Keys;
using KfPipelineTasks.Model;
using LocalCloud.Google;

namespace KfPipelineTasks.Tests.Gcp;

public sealed class KeyTests
{
    private const string Email = "kubeflow-vm@kfp-proj.iam.gserviceaccount.com";
    private static readonly KeyWish Wish = new(GcpLab.Project, Email, null);

    [Fact]
    public async Task A_key_is_made_proven_and_stored()
    {
        await using var lab = await StartAsync();
        var store = new MemoryStore();

        await RunAsync(lab, store, Wish);

        Assert.Equal(KeysOf(lab).Single(), IdOf(store));
    }

    [Fact]
    public async Task The_second_run_writes_nothing()
    {
        await using var lab = await StartAsync();
        var store = new MemoryStore();
        await RunAsync(lab, store, Wish);
        lab.Wire.Clear();

        var plan = await RunAsync(lab, store, Wish);

        Assert.True(plan.Plan.IsEmpty);
        Assert.Empty(lab.Wire.Writes);
        Assert.Single(lab.Wire.Requests);
    }

    [Fact]
    public async Task An_old_key_is_replaced_and_goes_last()
    {
        await using var lab = await StartAsync();
        var store = new MemoryStore();
        await RunAsync(lab, store, Wish);
        var old = IdOf(store);
        lab.Wire.Clear();

        await RunAsync(lab, store, Wish with { RotateAfter = TimeSpan.FromTicks(1) });

        Assert.NotEqual(old, IdOf(store));
        Assert.Equal(IdOf(store), KeysOf(lab).Single());
        Assert.EndsWith($"/keys/{old}", lab.Wire.Writes[^1].Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_yet_is_waited_for()
    {
        await using var lab = await GcpLab.StartAsync(o => o with { Consistency = new GoogleConsistency { Key = TimeSpan.FromHours(1) } });
        lab.World.ServiceAccounts.Create(GcpLab.Project, "kubeflow-vm");
        var store = new MemoryStore();

        await RunAsync(lab, store, Wish);

        Assert.Contains(lab.Output.Events, e => e is OutputEvent.Awaiting { Left: [var why] } && why.Contains("Invalid JWT Signature", StringComparison.Ordinal));
        Assert.Equal(KeysOf(lab).Single(), IdOf(store));
    }

    [Fact]
    public async Task When_storing_fails_the_new_key_goes_and_the_old_one_stays()
    {
        await using var lab = await StartAsync();
        var store = new MemoryStore();
        await RunAsync(lab, store, Wish);
        var old = IdOf(store);
        store.Before = () => throw new DeployException("Secret kubeflow/user-gcp-sa: apply failed: forbidden");

        await Assert.ThrowsAsync<DeployException>(() => RunAsync(lab, store, Wish with { RotateAfter = TimeSpan.FromTicks(1) }));

        Assert.Equal(old, IdOf(store));
        Assert.Equal(old, KeysOf(lab).Single());
    }

    [Fact]
    public async Task A_key_that_the_secret_took_before_the_answer_was_lost_stays()
    {
        await using var lab = await StartAsync();
        var store = new MemoryStore { After = () => throw new DeployException("Secret kubeflow/user-gcp-sa: apply failed: the connection was lost") };

        await Assert.ThrowsAsync<DeployException>(() => RunAsync(lab, store, Wish));

        Assert.Equal(KeysOf(lab).Single(), IdOf(store));
    }

    [Fact]
    public async Task A_signal_while_the_key_is_being_proven_leaves_none_behind()
    {
        await using var lab = await StartAsync();
        using var stop = new CancellationTokenSource();
        var store = new MemoryStore
        {
            Before = () =>
            {
                stop.Cancel();
                stop.Token.ThrowIfCancellationRequested();
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(lab, store, Wish, stop.Token));

        Assert.Empty(KeysOf(lab));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"type":"service_account","client_email":"other@p.iam.gserviceaccount.com","private_key":"x"}""")]
    public async Task A_secret_without_a_key_of_the_account_gets_one(string kept)
    {
        await using var lab = await StartAsync();
        var store = new MemoryStore { Kept = new Secret(kept) };

        await RunAsync(lab, store, Wish);

        Assert.Equal(KeysOf(lab).Single(), IdOf(store));
    }

    [Fact]
    public async Task An_answer_without_a_key_is_never_stored()
    {
        await using var lab = await StartAsync();
        var store = new MemoryStore();
        lab.Wire.Before = r => r.Method == "POST" && r.Path.EndsWith("/keys", StringComparison.Ordinal)
            ? new HttpResponseMessage { Content = new StringContent("""{"name":"projects/p/serviceAccounts/e/keys/1","privateKeyData":"e30="}""") } : null;

        await Assert.ThrowsAsync<GcpException>(() => RunAsync(lab, store, Wish));

        Assert.Null(store.Kept);
    }

    [Fact]
    public async Task A_forbidden_key_is_said_to_be_forbidden_by_the_organisation()
    {
        await using var lab = await StartAsync();
        lab.Wire.Before = r => r.Method == "POST" && r.Path.EndsWith("/keys", StringComparison.Ordinal) ? Wire.Error(400, "FAILED_PRECONDITION", "Key creation is not allowed on this service account.") : null;

        var error = await Assert.ThrowsAsync<GcpException>(() => RunAsync(lab, new MemoryStore(), Wish));

        Assert.Equal(GcpErrorKind.OrganisationPolicy, error.Kind);
        Assert.Contains("constraints/iam.disableServiceAccountKeyCreation", error.Message, StringComparison.Ordinal);
        Assert.Contains("workload-identity", error.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_lost_keys_do_not_stand_in_the_way()
    {
        await using var lab = await StartAsync();
        for (var i = 0; i < 10; i++) lab.World.Keys.Create(Email, lab.World.Options.BaseAddress);
        var store = new MemoryStore();

        await RunAsync(lab, store, Wish);

        Assert.Equal(KeysOf(lab).Single(), IdOf(store));
    }

    [Fact]
    public async Task A_run_that_ends_at_any_request_leaves_one_key_after_the_next()
    {
        var last = await CountAsync();
        for (var at = 0; at < last; at++)
        {
            await using var lab = await StartAsync();
            var store = new MemoryStore();
            await RunAsync(lab, store, Wish);
            lab.Wire.Clear();
            using var kill = new CancellationTokenSource();
            lab.Wire.After = r =>
            {
                if (r.Index != at || kill.IsCancellationRequested) return;
                kill.Cancel();
                kill.Token.ThrowIfCancellationRequested();
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(lab, store, Wish with { RotateAfter = TimeSpan.FromTicks(1) }, kill.Token));

            await RunAsync(lab, store, Wish);

            Assert.Equal(IdOf(store), KeysOf(lab).Single());
        }
    }

    [Fact]
    public async Task The_key_is_in_no_output_no_plan_and_no_exception()
    {
        await using var lab = await StartAsync();
        var store = new MemoryStore();
        var first = await RunAsync(lab, store, Wish);
        var key = store.Kept!.Reveal();
        store.Before = () => throw new DeployException("Secret kubeflow/user-gcp-sa: apply failed: forbidden");
        var error = await Assert.ThrowsAsync<DeployException>(() => RunAsync(lab, store, Wish with { RotateAfter = TimeSpan.FromTicks(1) }));

        var said = string.Join('\n', [.. lab.Output.Events.Select(e => e.ToString()), first.ToString(), string.Join('\n', first.Plan.Changes), error.ToString()]);
        var canaries = PrivateLines(key).ToList();
        Assert.True(canaries.Count > 10);
        Assert.All(canaries, line => Assert.DoesNotContain(line, said, StringComparison.Ordinal));
        Assert.All(canaries, line => Assert.Contains(lab.Output.Events, e => e is OutputEvent.Masked masked && masked.Secret.Reveal() == line));
        Assert.DoesNotContain(lab.Wire.Requests, r => canaries.Any(line => r.Path.Contains(line, StringComparison.Ordinal) || r.Body?.Contains(line, StringComparison.Ordinal) == true));
    }

    private static IEnumerable<string> PrivateLines(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("private_key").GetString()!.Split('\n').Where(l => l.Length > 0 && !l.StartsWith("-----", StringComparison.Ordinal)).ToList();
    }

    private static string? IdOf(MemoryStore store)
    {
        using var document = JsonDocument.Parse(store.Kept!.Reveal());
        return document.RootElement.GetProperty("private_key_id").GetString();
    }

    private static IEnumerable<string> KeysOf(GcpLab lab) => lab.World.Keys.Of(Email).Select(k => k.Id);

    private static async Task<GcpLab> StartAsync()
    {
        var lab = await GcpLab.StartAsync();
        lab.World.ServiceAccounts.Create(GcpLab.Project, "kubeflow-vm");
        return lab;
    }

    private static async Task<KeyPlan> RunAsync(GcpLab lab, MemoryStore store, KeyWish wish, CancellationToken cancellation = default)
    {
        var work = new KeyWork(lab.Google, store);
        var plan = await work.PlanAsync(wish, cancellation);
        if (!plan.Plan.IsEmpty) await work.ActAsync(wish, plan, cancellation);
        return plan;
    }

    private static async Task<int> CountAsync()
    {
        await using var lab = await StartAsync();
        var store = new MemoryStore();
        await RunAsync(lab, store, Wish);
        lab.Wire.Clear();
        await RunAsync(lab, store, Wish with { RotateAfter = TimeSpan.FromTicks(1) });
        return lab.Wire.Requests.Count;
    }
}
