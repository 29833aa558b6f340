using FsCheck;
using FsCheck.Fluent;
using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Manifests.Graph;

/// <summary>What holds for every set, however its webhooks are made.</summary>
public sealed class GraphProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(150);

    [Fact]
    public void Everything_an_object_needs_of_the_set_stands_before_it() => ForAll(set =>
    {
        var graph = AdmissionGraph.Build(set);
        Assert.Empty(graph.Problems);
        var place = graph.Nodes.Select((node, i) => (node.Resource.Id, i)).ToDictionary(entry => entry.Id, entry => entry.i);
        Assert.Equal(set.Length, place.Count);
        foreach (var node in graph.Nodes)
        {
            foreach (var id in node.Needs.SelectMany(Objects).Where(place.ContainsKey)) Assert.True(place[id] < place[node.Resource.Id], $"{node.Resource.Id} before {id}");
        }
    });

    [Fact]
    public void The_order_in_which_objects_are_given_makes_no_difference() => ForAll(set =>
    {
        var one = GraphText.Of(AdmissionGraph.Build(set));
        Assert.Equal(one, GraphText.Of(AdmissionGraph.Build([.. set.Reverse()])));
        Assert.Equal(one, GraphText.Of(AdmissionGraph.Build([.. set.OrderBy(resource => resource.Id.Name, StringComparer.Ordinal)])));
    });

    [Fact]
    public void Whoever_is_intercepted_is_found_by_a_plainer_reading_of_the_rules_too() => ForAll(set =>
    {
        // The configurations are there first; then every object that some webhook hears of is refused.
        var before = set.Where(r => r.Id.Kind.EndsWith("WebhookConfiguration") || r.Id.Kind == "CustomResourceDefinition").ToList();
        foreach (var resource in set.Except(before))
        {
            var live = before.Concat(set.Where(r => r.Id.Kind == "Namespace" && r.Id.Name == resource.Id.Namespace)).ToList();
            var refused = AdmissionForecast.Refused([resource], live).Select(refusal => refusal.Because).ToList();
            var heard = PlainAdmission.Hear(resource, set);
            Assert.Equal(heard.Count > 0, refused.Count > 0);
            if (refused.Count > 0) Assert.Contains(heard, name => refused[0].Contains(name));
        }
    });

    [Fact]
    public void Sent_in_order_with_nothing_behind_the_webhooks_exactly_those_that_wait_for_answers_are_refused() => ForAll(set =>
    {
        var graph = AdmissionGraph.Build(set);
        var refused = AdmissionForecast.Refused([.. graph.Nodes.Select(node => node.Resource)]).Select(refusal => refusal.Object).ToHashSet();
        var expected = new HashSet<ResourceId>();
        foreach (var node in graph.Nodes)
        {
            // What an object cannot do without may itself be refused. A need for a change (UPDATE) is none for a creation.
            var fails = node.Needs.Any(need => need is Need.WebhookAnswers webhook && PlainAdmission.Hear(node.Resource, set).Contains(webhook.Webhook))
                || node.Needs.Any(need => need is Need.ObjectThere { Object.Kind: "Namespace" } there && there.Object.Name == node.Resource.Id.Namespace && expected.Contains(there.Object))
                || node.Needs.Any(need => need is Need.KindServed { Definition: { } definition } && (expected.Contains(definition) || !IsServed(definition, graph)));
            if (fails) expected.Add(node.Resource.Id);
        }

        Assert.Equal(expected.Order(Comparer<ResourceId>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))), refused.Order(Comparer<ResourceId>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
    });

    [Fact]
    public void With_a_working_backend_behind_every_webhook_nothing_is_ever_stuck() => ForAll(set =>
    {
        // Plays the scheduler: an object is sent when its needs are met, a webhook answers when its backend was sent.
        var graph = AdmissionGraph.Build(set);
        var sent = new HashSet<ResourceId>();
        var left = graph.Nodes.ToList();
        var known = set.Select(resource => resource.Id).ToHashSet();
        while (left.RemoveAll(node => node.Needs.All(need => Objects(need).All(id => !known.Contains(id) || sent.Contains(id))) && sent.Add(node.Resource.Id)) > 0)
        {
        }

        Assert.Empty(left);
    });

    // The status of a definition is written right after it was accepted; a webhook written down before that may hold it up.
    private static bool IsServed(ResourceId definition, ApplyGraph graph)
    {
        var before = graph.Nodes.Select(node => node.Resource).TakeWhile(resource => resource.Id != definition).ToList();
        return PlainAdmission.HearOfStatus(graph.Nodes.Single(node => node.Resource.Id == definition).Resource, before).Count == 0;
    }

    private static IEnumerable<ResourceId> Objects(Need need) => need switch
    {
        Need.ObjectThere there => [there.Object],
        Need.KindServed { Definition: { } definition } => [definition],
        Need.WebhookAnswers webhook => new[] { webhook.Configuration, webhook.Service, webhook.Workload }.OfType<ResourceId>(),
        Need.ApiAvailable api => [api.ApiService],
        _ => [],
    };

    private static void ForAll(Action<Resource[]> check) => Check.One(Runs, Prop.ForAll(Bundles.Set.ToArbitrary(), check));
}
