using System.Net;

namespace KfPipelineTasks.Settings.Checks;

/// <summary>Addresses: of the local cloud, of the Pipelines API, of artifacts.</summary>
internal static class ConnectionChecks
{
    public static void Check(Findings findings)
    {
        var settings = findings.Settings;
        var local = settings.LocalCloud.Url;
        if (local.Length > 0 && !settings.IsRehearsal) findings.Add("LocalCloud.Url", "a local cloud is named, and cloud is gcp.", "Set cloud to local, or remove it.");
        findings.Expect("LocalCloud.Url", local, IsAddress, $"'{local}' is not an address such as http://127.0.0.1:8600.");
        if (local.Length > 0 && IsAddress(local) && !IsHere(new Uri(local)))
            findings.Add("LocalCloud.Url", $"'{local}' is not on this machine, and a rehearsal does not leave it.", "Name the address that the local cloud has printed, such as http://127.0.0.1:8600.");
        Pipelines(findings, settings.Pipelines);
        findings.Expect("Storage.PipelineRoot", settings.Storage.PipelineRoot, IsRoot, $"'{settings.Storage.PipelineRoot}' is not a place for artifacts.", "Write gs://BUCKET/FOLDER.");
        findings.Expect("Mesh.Label", settings.Mesh.Label, NodePoolChecks.IsLabelValue, $"'{settings.Mesh.Label}' cannot be the value of a label.");
    }

    private static void Pipelines(Findings findings, PipelinesSettings pipelines)
    {
        findings.Expect("Pipelines.Url", pipelines.Url, IsAddress, $"'{pipelines.Url}' is not an address such as https://kubeflow.example.com/pipeline.");
        findings.Expect("Pipelines.Namespace", pipelines.Namespace, GoogleName.IsLabel, $"'{pipelines.Namespace}' is not the name of a namespace.");
        if (pipelines.Identity == PipelinesIdentity.Cookie && IsAddress(pipelines.Url) && !IsSafe(new Uri(pipelines.Url)))
            findings.Add("Pipelines.Url", "a session's cookie is not sent over plain http.", "Write an address that begins with https://.");
        if (pipelines.Cookie is not null && pipelines.Identity != PipelinesIdentity.Cookie)
            findings.Add("Pipelines.Cookie", $"it belongs to pipelines.identity: cookie; the identity is {Words.Of(pipelines.Identity)}.", "Unset it, or change the identity.");
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0;

    private static bool IsSafe(Uri uri) => uri.Scheme == "https" || IsHere(uri);

    private static bool IsHere(Uri uri) => uri.IsLoopback || (IPAddress.TryParse(uri.Host, out var ip) && IPAddress.IsLoopback(ip));

    private static bool IsRoot(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "gs" or "s3" or "minio" && uri.Host.Length > 0;
}
