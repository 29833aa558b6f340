using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>An object that was accepted and did not become ready.</summary>
/// <param name="Waited">How long it was awaited.</param>
/// <param name="Evidence">What its Pods and events say; empty when there is nothing.</param>
public sealed record NotReady(ResourceId Id, Verdict Verdict, TimeSpan Waited, IReadOnlyList<string> Evidence);
