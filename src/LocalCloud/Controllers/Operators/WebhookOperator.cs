namespace LocalCloud.Controllers.Operators;

/// <summary>A controller that serves webhooks and fills in their configuration itself, once it runs.</summary>
/// <param name="Workload">Name of its Deployment.</param>
/// <param name="Service">Name of the Service in front of it; configurations that point to it are its own.</param>
/// <param name="Secret">Secret in which it keeps its CA.</param>
/// <param name="CaKey">Key of the CA in that Secret.</param>
/// <param name="CertificateKey">Key of the certificate.</param>
/// <param name="PrivateKeyKey">Key of the private key.</param>
internal sealed record WebhookOperator(string Workload, string Service, string Secret, string CaKey = "ca.crt", string CertificateKey = "tls.crt", string PrivateKeyKey = "tls.key")
{
    /// <summary>
    /// Those that the Kubeflow packages bring. A workload that is not in here says so itself, by the annotation
    /// <see cref="FillsAnnotation"/>.
    /// </summary>
    public static readonly IReadOnlyList<WebhookOperator> Known =
    [
        new("istiod", "istiod", "istio-ca-secret", "ca-cert.pem", "cert-chain.pem", "ca-key.pem") { Manager = "pilot-discovery" },
        Knative("webhook", "webhook", "webhook-certs"),
        Knative("domainmapping-webhook", "domainmapping-webhook", "domainmapping-webhook-certs"),
        Knative("net-istio-webhook", "net-istio-webhook", "net-istio-webhook-certs"),
        Knative("eventing-webhook", "eventing-webhook", "eventing-webhook-certs"),
        new("training-operator", "training-operator", "training-operator-webhook-cert"),
        new("kubeflow-trainer-controller-manager", "kubeflow-trainer-controller-manager", "kubeflow-trainer-webhook-cert"),
        new("jobset-controller-manager", "jobset-webhook-service", "jobset-webhook-server-cert"),
        new("spark-operator-webhook", "spark-operator-webhook-svc", "spark-operator-webhook-certs", "ca-cert.pem", "server-cert.pem", "server-key.pem"),
        new("katib-controller", "katib-controller", "katib-webhook-cert"),
        new("lws-controller-manager", "lws-webhook-service", "lws-webhook-server-cert"),
        new("gatekeeper-controller-manager", "gatekeeper-webhook-service", "gatekeeper-webhook-server-cert"),
        new("cnrm-webhook-manager", "cnrm-validating-webhook", "cnrm-webhook-cert-abandon-on-uninstall"),
    ];

    /// <summary>Field manager of what it writes: the name of its program, which is not always that of the workload.</summary>
    public string Manager { get; init; } = Workload;

    /// <summary>On a Deployment: the Service whose webhook configurations it fills in.</summary>
    public const string FillsAnnotation = "localcloud.dev/fills-ca-of";

    private static WebhookOperator Knative(string workload, string service, string secret) =>
        new(workload, service, secret, "ca-cert.pem", "server-cert.pem", "server-key.pem");
}
