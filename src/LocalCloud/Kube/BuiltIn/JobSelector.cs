using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>A Job finds its Pods by a label with its own uid, which the server gives it at birth.</summary>
internal static class JobSelector
{
    public static void Set(JsonObject job)
    {
        if (Json.Map(job, "spec") is not { } spec || Json.Flag(spec, "manualSelector") == true) return;
        var uid = Json.Text(job, "metadata", "uid") ?? "";
        var name = Json.Text(job, "metadata", "name") ?? "";
        var labels = Json.Ensure(Json.Ensure(Json.Ensure(spec, "template"), "metadata"), "labels");
        foreach (var prefix in new[] { "batch.kubernetes.io/", "" })
        {
            labels[prefix + "controller-uid"] = uid;
            labels[prefix + "job-name"] = name;
        }
        Json.Ensure(Json.Ensure(spec, "selector"), "matchLabels")["batch.kubernetes.io/controller-uid"] = uid;
    }
}
