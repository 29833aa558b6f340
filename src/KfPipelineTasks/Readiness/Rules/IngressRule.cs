using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class IngressRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["Ingress.networking.k8s.io"];

    public Verdict? Judge(LiveObject live)
    {
        if (Addresses.Of(live) is not { } address) return Verdict.Waiting("its controller has given it no address yet", live.Describe);
        // GKE writes the health of each backend beside the address; the address alone does not serve.
        var sick = Backends(live).Where(backend => backend.Value != "HEALTHY").OrderBy(backend => backend.Key, StringComparer.Ordinal).ToList();
        return sick.Count == 0
            ? Verdict.Ready($"reachable at {address}")
            : Verdict.Waiting($"reachable at {address}, but {string.Join(", ", sick.Select(backend => $"backend {backend.Key} is {backend.Value}"))}", live.Describe);
    }

    private static IReadOnlyDictionary<string, string> Backends(LiveObject live)
    {
        if (live.Resource.Annotation("ingress.kubernetes.io/backends") is not { } text) return new Dictionary<string, string>();
        try
        {
            using var document = System.Text.Json.JsonDocument.Parse(text);
            return ((System.Text.Json.JsonElement?)document.RootElement).Texts();
        }
        catch (System.Text.Json.JsonException)
        {
            // Somebody else's annotation of the same name: it says nothing about health.
            return new Dictionary<string, string>();
        }
    }
}
