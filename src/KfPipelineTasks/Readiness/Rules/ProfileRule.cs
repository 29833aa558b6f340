using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

/// <summary>A Profile is there when its namespace and the service account of its notebooks are; its own conditions only tell failures.</summary>
internal sealed class ProfileRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["Profile.kubeflow.org"];

    public Verdict? Judge(LiveObject live)
    {
        if (live.Find("Failed") is { Status: "True" or "" } failed) return Verdict.Failed(failed.Message, live.Describe);
        var ns = live.Around.FirstOrDefault(around => around.Id is { Group: "", Kind: "Namespace" } && around.Id.Name == live.Id.Name);
        var accounts = live.Around.Where(around => around.Id is { Group: "", Kind: "ServiceAccount" } && around.Id.Namespace == live.Id.Name).Select(account => account.Id.Name).ToList();
        if (ns is not null && accounts.Contains("default-editor")) return Verdict.Ready($"namespace {live.Id.Name} and its service account default-editor are there");
        if (live.Around.Count > 0) return Verdict.Waiting(ns is null ? $"namespace {live.Id.Name} is not there yet" : $"service account default-editor of namespace {live.Id.Name} is not there yet", "kubectl logs deploy/profiles-deployment -n kubeflow");
        return live.Find("Successful") is { Status: "True" or "" } done
            ? Verdict.Ready(done.Message.Length > 0 ? done.Message : "its namespace was made")
            : Verdict.Unknown($"accepted; whether it is done shows in namespace {live.Id.Name} and its service account default-editor");
    }
}
