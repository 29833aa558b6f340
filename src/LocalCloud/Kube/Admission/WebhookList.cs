using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Admission;

/// <summary>The webhooks of one kind of configuration, read again only when a configuration changed.</summary>
internal sealed class WebhookList(ObjectStore store, string resource)
{
    private readonly Lock _gate = new();
    private object? _readFrom;
    private IReadOnlyList<Webhook> _webhooks = [];

    /// <summary>In the order in which they are asked: by configuration name, then as written.</summary>
    public IReadOnlyList<Webhook> Current()
    {
        var snapshot = store.Snapshot(resource);
        lock (_gate)
        {
            if (ReferenceEquals(_readFrom, snapshot)) return _webhooks;
            _webhooks = [.. snapshot.Values.SelectMany(configuration => Json.Maps(configuration.Parse(), "webhooks")).Select(webhook => new Webhook(webhook))];
            _readFrom = snapshot;
            return _webhooks;
        }
    }
}
