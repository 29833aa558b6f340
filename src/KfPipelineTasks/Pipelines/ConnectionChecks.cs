using KfPipelineTasks.Model;

namespace KfPipelineTasks.Pipelines;

/// <summary>Tries one way to a Pipelines API: that it answers, lets in whom it should, and nobody else.</summary>
public sealed class ConnectionChecks(PipelinesClient client)
{
    /// <summary>The audience of the tokens that the Pipelines API accepts from Pods.</summary>
    public const string Audience = "pipelines.kubeflow.org";

    /// <summary>Asks how the API is; falls back to v1beta1 where v2beta1 is not known.</summary>
    /// <returns>The check, and what the API says of itself when it answered.</returns>
    public async Task<(PipelinesCheck Check, PipelinesHealth? Health)> HealthAsync(PipelinesCredential? credential, CancellationToken cancellation)
    {
        var answer = await client.GetAsync("apis/v2beta1/healthz", credential, cancellation);
        var version = "v2beta1";
        if (answer is { Status: 404, IsFromProxy: false } && DenialBook.Find(answer) is null)
        {
            version = "v1beta1";
            answer = await client.GetAsync("apis/v1beta1/healthz", credential, cancellation);
        }

        if (!answer.IsGood) return (new PipelinesCheck("health", DenialBook.Explain(answer)), null);
        var health = new PipelinesHealth(version, answer.Json.Member("multi_user") is { ValueKind: System.Text.Json.JsonValueKind.True });
        return (new PipelinesCheck("health", Verdict.Ready($"speaks {version}, for {(health.IsMultiUser ? "several users" : "a single user")}.")), health);
    }

    /// <summary>Lists experiments; that must succeed.</summary>
    /// <param name="ns">Namespace whose experiments are listed; empty for a standalone installation.</param>
    public async Task<PipelinesCheck> ListsAsync(PipelinesHealth health, PipelinesCredential? credential, string ns, CancellationToken cancellation)
    {
        var answer = await client.GetAsync(ListOf(health, ns), credential, cancellation);
        return new PipelinesCheck(NameOf(ns, credential), answer.IsGood ? Verdict.Ready($"{answer.Status}, {CountOf(answer)} experiments.") : DenialBook.Explain(answer));
    }

    /// <summary>Lists experiments; that must be refused with one of the statuses.</summary>
    /// <param name="ns">Namespace whose experiments are asked for.</param>
    /// <param name="expected">Statuses that are a refusal by who should refuse.</param>
    /// <param name="opens">What is wrong when it is not refused.</param>
    public async Task<PipelinesCheck> RefusesAsync(PipelinesHealth health, PipelinesCredential? credential, string ns, IReadOnlyList<int> expected, Verdict opens, CancellationToken cancellation)
    {
        var answer = await client.GetAsync(ListOf(health, ns), credential, cancellation);
        return Judged(NameOf(ns, credential), answer, expected, opens);
    }

    /// <summary>Tries the door of Identity-Aware Proxy with nothing, or the wrong thing, in hand; it must refuse itself.</summary>
    /// <param name="name">What is tried.</param>
    public async Task<PipelinesCheck> ProxyRefusesAsync(string name, PipelinesCredential? credential, CancellationToken cancellation)
    {
        var answer = await client.GetAsync("apis/v2beta1/healthz", credential, cancellation);
        var opens = Verdict.Failed($"{answer.Status}, and not from Identity-Aware Proxy: it does not stand before {client.Address.Authority}.", "Run ConfigureIap; BackendConfig iap-backendconfig must have iap.enabled.");
        // Who answers without being the proxy, and not because nothing is ready behind it, was reached past the proxy.
        var passed = !answer.IsFromProxy && answer.Status is (>= 200 and < 300) or 302 or 401;
        return passed ? new PipelinesCheck(name, opens, IsSecurity: true) : Judged(name, answer, [302, 401], opens);
    }

    /// <summary>Opens the front page, as somebody who is registered.</summary>
    /// <returns>The verdict, and whether Identity-Aware Proxy knows the caller and does not let him in.</returns>
    public async Task<(Verdict Verdict, bool IsStranger)> OpensAsync(PipelinesCredential credential, CancellationToken cancellation)
    {
        var answer = await client.GetAsync("", credential, cancellation);
        // A page is no JSON; only who answers, and with what, counts here.
        if (answer is { IsFromProxy: false, Status: >= 200 and < 300 }) return (Verdict.Ready($"{answer.Status}, as it must be."), false);
        return (DenialBook.Explain(answer), answer is { IsFromProxy: true, Status: 403 });
    }

    private static PipelinesCheck Judged(string name, PipelinesAnswer answer, IReadOnlyList<int> expected, Verdict opens)
    {
        if (expected.Contains(answer.Status)) return new PipelinesCheck(name, Verdict.Ready($"refused, as it must be ({answer.InWords})."));
        if (answer.IsGood) return new PipelinesCheck(name, opens, IsSecurity: true);
        var explained = DenialBook.Explain(answer);
        var because = $"expected {string.Join(" or ", expected)}, and what came is {explained.Because}";
        return new PipelinesCheck(name, explained with { Because = because });
    }

    private static string NameOf(string ns, PipelinesCredential? credential) =>
        $"experiments{(ns.Length > 0 ? $" of {ns}" : "")} as {credential?.Who ?? "nobody"}";

    private static string ListOf(PipelinesHealth health, string ns) => health.Version switch
    {
        "v1beta1" when ns.Length > 0 => $"apis/v1beta1/experiments?page_size=1&resource_reference_key.type=NAMESPACE&resource_reference_key.id={Uri.EscapeDataString(ns)}",
        _ => $"apis/{health.Version}/experiments?page_size=1{(ns.Length > 0 ? $"&namespace={Uri.EscapeDataString(ns)}" : "")}",
    };

    // The API counts all of them, also those of further pages.
    private static long CountOf(PipelinesAnswer answer) => answer.Json?.Number("total_size") ?? answer.Json.Items("experiments").LongCount();
}
