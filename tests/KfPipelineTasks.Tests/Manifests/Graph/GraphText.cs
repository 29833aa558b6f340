using System.Text;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Manifests.Graph;

/// <summary>A graph as text: objects in order with their needs, then notes, then problems.</summary>
internal static class GraphText
{
    public static string Of(ApplyGraph graph)
    {
        var text = new StringBuilder();
        foreach (var node in graph.Nodes)
        {
            text.Append(node.Resource.Id).Append('\n');
            foreach (var need in node.Needs) text.Append("  ").Append(Word(need)).Append(": ").Append(need.Because).Append('\n');
            foreach (var injector in node.StartsAfter) text.Append("  Pods start after ").Append(injector.Webhook).Append(": ").Append(injector.Because).Append('\n');
        }

        foreach (var note in graph.Notes) text.Append("note: ").Append(note).Append('\n');
        foreach (var problem in graph.Problems) text.Append("problem: ").Append(problem).Append('\n');
        return text.ToString();
    }

    private static string Word(Need need) => need switch
    {
        Need.ObjectThere { UntilReady: true } there => $"after {there.Object} is ready",
        Need.ObjectThere there => $"after {there.Object}",
        Need.KindServed { Definition: { } definition } => $"when {definition} is served",
        Need.KindServed served => $"when {served.Kind} of {served.Group}/{served.Version} is served",
        Need.ApiAvailable api => $"when {api.ApiService} is available",
        Need.WebhookAnswers webhook => $"when {webhook.Webhook} answers",
        _ => throw new ArgumentOutOfRangeException(nameof(need)),
    };
}
