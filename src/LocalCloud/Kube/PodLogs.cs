using System.Collections.Concurrent;

namespace LocalCloud.Kube;

/// <summary>Log texts of simulated containers.</summary>
public sealed class PodLogs
{
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Sets what a container has written so far.</summary>
    public void Set(string @namespace, string pod, string container, string text) => _texts[$"{@namespace}/{pod}/{container}"] = text;

    internal string Get(string @namespace, string pod, string container) => _texts.GetValueOrDefault($"{@namespace}/{pod}/{container}") ?? "";
}
