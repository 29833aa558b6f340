using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using TestKit;

namespace LocalCloud.Tests.Controllers;

/// <summary>Custom resources may hold anything: no controller breaks over it, and none stops working for others.</summary>
public sealed class OddObjectsProperties
{
    private static readonly CaseFolder Cases = new("Controllers");

    private static readonly string[] Oddities = ["null", "true", "-1", "1e300", "\"\"", "\"soon\"", "[]", "[null]", "{}", "{\"a\":null}", "[[1]]", "[{}]", "\"a/b/c\"", "{\"name\":1}"];

    private static readonly Gen<(int Document, int Place, int Odd)[]> Spoilings = ArbMap.Default.GeneratorFor<(NonNegativeInt Document, NonNegativeInt Place, NonNegativeInt Odd)>()
        .Select(one => (one.Document.Get, one.Place.Get, one.Odd.Get % Oddities.Length)).NonEmptyListOf().Select(list => list.Take(40).ToArray());

    [Fact]
    public async Task Controllers_survive_whatever_is_in_a_custom_resource()
    {
        await using var stage = await ControllerStage.ConfigControllerAsync();
        await stage.ApplyAsync(Cases.Read("", "nodes.yaml"));
        await stage.ApplyAsync(Cases.Read("", "cert-manager.yaml"));
        await stage.ApplyAsync(Cases.Read("Certificates/are_issued_once_cert_manager_runs", "cert-manager.yaml"));
        await stage.ApplyAsync(Cases.Read("", "profiles.yaml"));
        await stage.SettleAsync();
        await stage.ApplyAsync(Cases.Read("", "kcc.yaml"));
        await stage.SettleAsync();
        var documents = Read("Certificates/are_issued_once_cert_manager_runs/wanted.yaml").Concat(Read("Certificates/wait_for_their_issuer/issuer.yaml"))
            .Concat(Read("ConfigConnector/makes_what_kubeflow_needs/kubeflow.yaml")).Concat(Read("Profile/has_a_namespace_with_accounts_roles_and_a_policy/alice.yaml"))
            .Concat(Read("Ingress/has_an_address_and_healthy_backends/ingress.yaml")).Concat(Read("pipelines/policy.yaml")).ToList();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20), Prop.ForAll(Spoilings.ToArbitrary(), spoilings => ApplyAsync(stage, documents, spoilings).GetAwaiter().GetResult()));
    }

    private static async Task ApplyAsync(ControllerStage stage, List<JsonObject> documents, (int Document, int Place, int Odd)[] spoilings)
    {
        foreach (var (at, place, odd) in spoilings)
        {
            var document = Spoilt(documents[at % documents.Count], place, Oddities[odd]);
            try
            {
                stage.Cluster.Client.Upsert(document, "test");
            }
            catch (ApiException)
            {
                // The server's own checks refuse it: just as well.
            }
        }

        // Whatever broke inside a controller is found by this.
        await stage.PassAsync(TimeSpan.FromSeconds(5));
    }

    private static JsonObject Spoilt(JsonObject original, int place, string odd)
    {
        var copy = (JsonObject)original.DeepClone();
        var places = Places(copy["spec"]).Append(value => copy["spec"] = value).ToList();
        places[place % places.Count](JsonReading.Parse(Encoding.UTF8.GetBytes(odd)));
        return copy;
    }

    private static IEnumerable<Action<JsonNode?>> Places(JsonNode? node)
    {
        if (node is JsonObject map)
        {
            foreach (var (name, value) in map.ToList())
            {
                yield return odd => map[name] = odd;
                foreach (var inner in Places(value)) yield return inner;
            }
        }
        else if (node is JsonArray list)
        {
            for (var at = 0; at < list.Count; at++)
            {
                var here = at;
                yield return odd => list[here] = odd;
                foreach (var inner in Places(list[here])) yield return inner;
            }
        }
    }

    private static IEnumerable<JsonObject> Read(string file) => ControllerStage.Documents(Cases.Read("", file));
}
