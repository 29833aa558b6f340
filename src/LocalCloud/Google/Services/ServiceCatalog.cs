namespace LocalCloud.Google.Services;

/// <summary>The services one can switch on, with the titles of their error texts.</summary>
internal static class ServiceCatalog
{
    private static readonly Dictionary<string, string> Titles = new()
    {
        ["aiplatform"] = "Vertex AI API",
        ["anthos"] = "Anthos API",
        ["anthosconfigmanagement"] = "Anthos Config Management API",
        ["artifactregistry"] = "Artifact Registry API",
        ["bigquery"] = "BigQuery API",
        ["certificatemanager"] = "Certificate Manager API",
        ["cloudapis"] = "Google Cloud APIs",
        ["cloudbilling"] = "Cloud Billing API",
        ["cloudbuild"] = "Cloud Build API",
        ["cloudresourcemanager"] = "Cloud Resource Manager API",
        ["cloudtrace"] = "Cloud Trace API",
        ["compute"] = "Compute Engine API",
        ["connectgateway"] = "Connect Gateway API",
        ["container"] = "Kubernetes Engine API",
        ["containerregistry"] = "Container Registry API",
        ["dataflow"] = "Dataflow API",
        ["dns"] = "Cloud DNS API",
        ["endpoints"] = "Google Cloud Endpoints",
        ["gkeconnect"] = "GKE Connect API",
        ["gkehub"] = "GKE Hub API",
        ["iam"] = "Identity and Access Management (IAM) API",
        ["iamcredentials"] = "IAM Service Account Credentials API",
        ["iap"] = "Cloud Identity-Aware Proxy API",
        ["krmapihosting"] = "KRM API Hosting API",
        ["logging"] = "Cloud Logging API",
        ["meshca"] = "Anthos Service Mesh Certificate Authority API",
        ["meshconfig"] = "Mesh Configuration API",
        ["meshtelemetry"] = "Mesh Telemetry API",
        ["ml"] = "AI Platform Training & Prediction API",
        ["monitoring"] = "Cloud Monitoring API",
        ["networkmanagement"] = "Network Management API",
        ["notebooks"] = "Notebooks API",
        ["oslogin"] = "Cloud OS Login API",
        ["pubsub"] = "Cloud Pub/Sub API",
        ["secretmanager"] = "Secret Manager API",
        ["servicecontrol"] = "Service Control API",
        ["servicemanagement"] = "Service Management API",
        ["servicenetworking"] = "Service Networking API",
        ["serviceusage"] = "Service Usage API",
        ["sourcerepo"] = "Cloud Source Repositories API",
        ["sql-component"] = "Cloud SQL",
        ["sqladmin"] = "Cloud SQL Admin API",
        ["stackdriver"] = "Stackdriver API",
        ["storage"] = "Cloud Storage API",
        ["storage-api"] = "Google Cloud Storage JSON API",
        ["storage-component"] = "Cloud Storage",
        ["sts"] = "Security Token Service API",
        ["runtimeconfig"] = "Cloud Runtime Configuration API",
    };

    /// <summary>Those a new project has switched on.</summary>
    public static IReadOnlyList<string> Default { get; } =
        [.. new[] { "cloudapis", "servicemanagement", "serviceusage", "storage", "storage-api", "storage-component", "logging", "monitoring" }.Select(Full)];

    /// <summary>Those that cannot be used without a billing account.</summary>
    private static readonly HashSet<string> Paid = [.. new[]
    {
        "container", "compute", "krmapihosting", "sqladmin", "cloudbuild", "artifactregistry", "containerregistry", "aiplatform", "notebooks",
        "gkehub", "gkeconnect", "anthos", "meshconfig", "dataflow", "certificatemanager", "secretmanager",
    }.Select(Full)];

    public static IEnumerable<string> Names => Titles.Keys.Select(Full);

    public static bool Knows(string service) => service.EndsWith(".googleapis.com", StringComparison.Ordinal) && Titles.ContainsKey(service[..^".googleapis.com".Length]);

    public static bool NeedsBilling(string service) => Paid.Contains(service);

    public static string Title(string service) => Titles.GetValueOrDefault(service.Replace(".googleapis.com", "", StringComparison.Ordinal), service);

    private static string Full(string name) => $"{name}.googleapis.com";
}
