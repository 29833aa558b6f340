using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class CertManagerRule : IReadinessRule
{
    private static readonly string[] Final = ["Failed", "Denied", "InvalidRequest"];

    public IReadOnlyList<string> Kinds =>
    [
        "Certificate.cert-manager.io", "Issuer.cert-manager.io", "ClusterIssuer.cert-manager.io", "CertificateRequest.cert-manager.io",
    ];

    public Verdict? Judge(LiveObject live)
    {
        if (live.Find("Denied") is { IsTrue: true } denied) return Verdict.Failed(denied.Words, live.Describe);
        if (live.Find("InvalidRequest") is { IsTrue: true } invalid) return Verdict.Failed(invalid.Words, live.Describe);
        // After a failure cert-manager tries again an hour later, and then more rarely.
        if (live.Find("Issuing") is { IsFalse: true } issuing && Final.Contains(issuing.Reason))
            return Verdict.Failed($"{issuing.Words} (since {live.Text("status", "lastFailureTime") ?? "its last try"})", live.Describe);
        return live.Find("Ready") switch
        {
            null => Verdict.Waiting("cert-manager has not looked at it yet"),
            { IsFalse: true } not when live.Id.Kind == "CertificateRequest" && Final.Contains(not.Reason) => Verdict.Failed(not.Words, live.Describe),
            { } ready => CommonConditions.Of(ready, live),
        };
    }
}
