using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class NotebookRule : IReadinessRule
{
    private static readonly string[] Lasting = ["CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "InvalidImageName", "CreateContainerConfigError", "CreateContainerError"];

    public IReadOnlyList<string> Kinds => ["Notebook.kubeflow.org"];

    public Verdict? Judge(LiveObject live)
    {
        if (live.Resource.Annotation("kubeflow-resource-stopped") is not null) return Verdict.Ready("stopped, as asked");
        if (live.Count("readyReplicas") > 0) return Verdict.Ready("its server is ready");
        if (live.Resource.At("status", "containerState", "waiting") is not { } waiting) return Verdict.Waiting(live.HasStatus ? "its server is not ready yet" : "its controller has not looked at it yet");
        var reason = waiting.Text("reason") ?? "waiting";
        var words = waiting.Text("message") is { Length: > 0 } message ? $"{reason}: {message}" : reason;
        return Lasting.Contains(reason) ? Verdict.Failed(words, live.Describe) : Verdict.Waiting(words);
    }
}
