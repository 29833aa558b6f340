namespace KfPipelineTasks.Manifests.Graph;

/// <summary>What is worth knowing about webhooks though it stops nothing.</summary>
internal static class WebhookNotes
{
    public static IEnumerable<string> Of(SetView view, WaitsBuilder built)
    {
        foreach (var webhook in built.Gates.Values.Where(webhook => view.Find(webhook.Configuration.Id) is not null).OrderBy(webhook => webhook.Configuration.Id.ToString(), StringComparer.Ordinal).ThenBy(webhook => webhook.Name, StringComparer.Ordinal))
        {
            if (webhook.Service is { } service && view.Find(service) is null && !view.KnowsCluster)
                yield return $"{webhook.Configuration.Id}: {service}, which must answer for webhook {webhook.Name}, is not among the manifests; the cluster must have it.";
            else if (webhook.Service is { } known && view.Find(known) is { } found && view.Behind(found).Count == 0)
                yield return $"{webhook.Configuration.Id}: no workload of the manifests is behind {known}, which must answer for webhook {webhook.Name}.";
        }

        foreach (var webhook in view.Webhooks.Where(webhook => !webhook.FailsClosed && view.Find(webhook.Configuration.Id) is not null))
        {
            var passed = view.Templates.Count(template => webhook.Intercepts(view.RequestForPod(template)));
            if (passed > 0)
                yield return $"{webhook.Configuration.Id}: Pods of {passed} workloads that start before webhook {webhook.Name} answers run without what it would add (failurePolicy Ignore).";
        }
    }
}
