using System.Text.Json;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Operations;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Keys;

/// <summary>
/// Gives pipelines a key of a service account. The key exists in memory and in the Secret, nowhere else; it is proven before it
/// replaces another one, and the other ones go only after it is stored.
/// </summary>
public sealed class KeyWork(GoogleCloud cloud, IKeyStore store)
{
    /// <summary>Keys an account may have.</summary>
    private const int Most = 10;

    /// <summary>Looks; nothing is written.</summary>
    public async Task<KeyPlan> PlanAsync(KeyWish wish, CancellationToken cancellation)
    {
        var keys = await KeysAsync(wish, cancellation);
        var kept = KeyId(await store.ReadAsync(cancellation), wish.Email, out var state);
        var live = keys.FirstOrDefault(k => k.Id == kept && k.Disabled != true);
        var why = live is null ? Why(state, kept) : TooOld(live, wish);
        var surplus = keys.Where(k => why is not null || k.Id != kept).Select(k => k.Id).ToList();
        List<Change> changes = why is null
            ? [new Change(store.Subject, Outcome.Unchanged, $"key {kept}")]
            : [new Change($"key of {wish.Email}", Outcome.Created, why), new Change(store.Subject, state == KeptState.Nothing ? Outcome.Created : Outcome.Configured, "with the new key, once it is proven")];
        changes.AddRange(surplus.Select(id => new Change($"key {id} of {wish.Email}", Outcome.Deleted, "after the Secret holds another one")));
        return new KeyPlan(new Plan($"Key of pipelines ({store.Subject})", changes), why is not null, surplus);
    }

    /// <summary>Does what the plan says.</summary>
    public async Task ActAsync(KeyWish wish, KeyPlan plan, CancellationToken cancellation)
    {
        var surplus = plan.Surplus.ToList();
        if (plan.NeedsKey)
        {
            // The Secret's own key stays to the last; of the others one must go to make room.
            while (surplus.Count >= Most)
            {
                var spare = await SpareAsync(wish, surplus, cancellation);
                await cloud.Keys.DeleteAsync(wish.Project, wish.Email, spare, cancellation);
                surplus.Remove(spare);
            }

            await ReplaceAsync(wish, cancellation);
        }

        foreach (var id in surplus) await cloud.Keys.DeleteAsync(wish.Project, wish.Email, id, cancellation);
    }

    // An account that is yet to be made has none.
    private async Task<IReadOnlyList<AccountKey>> KeysAsync(KeyWish wish, CancellationToken cancellation)
    {
        try
        {
            return await cloud.Keys.ListAsync(wish.Project, wish.Email, cancellation);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.NotFound)
        {
            return [];
        }
    }

    private async Task<string> SpareAsync(KeyWish wish, List<string> surplus, CancellationToken cancellation)
    {
        var kept = KeyId(await store.ReadAsync(cancellation), wish.Email, out _);
        return surplus.First(id => id != kept);
    }

    private async Task ReplaceAsync(KeyWish wish, CancellationToken cancellation)
    {
        var key = await CreateAsync(wish, cancellation);
        foreach (var line in key.Lines) cloud.Output.Mask(line);
        try
        {
            await ProveAsync(wish, key, cancellation);
            await store.StoreAsync(key.Json, cancellation);
        }
        catch (Exception)
        {
            using var last = new CancellationTokenSource(cancellation.IsCancellationRequested ? cloud.Door.Options.LastWords : cloud.Deadline, cloud.Door.Time);
            await DropAsync(wish, key, last.Token);
            throw;
        }

        cloud.Output.Show(new Change(store.Subject, Outcome.Configured, $"holds key {key.Id}"));
    }

    // A key that nobody holds would stay for ever, and ten are the limit. But an answer may be lost after the Secret has taken it: then it is the one that is used.
    private async Task DropAsync(KeyWish wish, NewKey key, CancellationToken cancellation)
    {
        try
        {
            if (KeyId(await store.ReadAsync(cancellation), wish.Email, out _) == key.Id) return;
            await cloud.Keys.DeleteAsync(wish.Project, wish.Email, key.Id, cancellation);
        }
        catch (Exception e) when (e is DeployException or OperationCanceledException)
        {
            cloud.Output.Warn($"key {key.Id} of {wish.Email}: it could not be told whether the Secret holds it, so it stays: {e.Message}", next: "Run EnsurePipelinesSecret again: it deletes every key that the Secret does not hold.");
        }
    }

    private async Task<NewKey> CreateAsync(KeyWish wish, CancellationToken cancellation)
    {
        try
        {
            return await cloud.Keys.CreateAsync(wish.Project, wish.Email, cancellation);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.OrganisationPolicy)
        {
            throw new GcpException(e.Kind, e.Subject, e.Act, $"{e.Said} The organisation forbids keys (constraints/iam.disableServiceAccountKeyCreation).", "Use Workload Identity, which needs no key: access.mode: workload-identity.", e);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.NotFound)
        {
            throw new GcpException(e.Kind, e.Subject, e.Act, e.Said, "Run EnsureServiceAccount first: it makes the account.", e);
        }
    }

    // A key is refused for seconds, at times minutes, after it was made. Pipelines must not meet such a one.
    private async Task ProveAsync(KeyWish wish, NewKey key, CancellationToken cancellation)
    {
        using var wait = new Waiting(cloud.Door.Time, cloud.Output, $"key {key.Id} of {wish.Email}: to be accepted", cloud.Door.Options.PropagationWindow);
        while (true)
        {
            try
            {
                await TokenSources.Key(key.Json, cloud.Door.Time).GetAsync(renew: false, cancellation);
                return;
            }
            catch (GcpException e) when (e.Kind == GcpErrorKind.Unauthenticated)
            {
                await wait.PauseAsync(cloud.Door.Options.PollInterval, [e.Said], cancellation);
            }
        }
    }

    private string? TooOld(AccountKey key, KeyWish wish)
    {
        if (wish.RotateAfter is not { } limit || key.ValidAfterTime is not { } made) return null;
        var age = cloud.Door.Time.GetUtcNow() - made;
        return age > limit ? $"the one in the Secret is {age.TotalDays:0} days old, allowed are {limit.TotalDays:0.#}" : null;
    }

    private static string Why(KeptState state, string? kept) => state switch
    {
        KeptState.Nothing => "there is no Secret yet",
        KeptState.NoKey => "what the Secret holds is no key of this account",
        _ => $"key {kept} of the Secret is deleted or disabled",
    };

    private static string? KeyId(Secret? json, string email, out KeptState state)
    {
        state = json is null ? KeptState.Nothing : KeptState.NoKey;
        if (json is null) return null;
        try
        {
            using var document = JsonDocument.Parse(json.Reveal());
            if (document.RootElement.Text("client_email") != email || document.RootElement.Text("private_key") is null) return null;
            state = KeptState.Key;
            return document.RootElement.Text("private_key_id");
        }
        catch (JsonException)
        {
            // An empty or broken file: a new key takes its place.
            return null;
        }
    }

    private enum KeptState
    {
        Nothing,
        NoKey,
        Key,
    }
}
