namespace LocalCloud.Host;

/// <summary>Where clients find the APIs of a local cloud, in the variables that gcloud honours.</summary>
public static class EndpointOverrides
{
    /// <summary>gcloud's name of an API, and the path below the base address that its client expects.</summary>
    private static readonly (string Property, string Path)[] Apis =
    [
        ("CLOUDBILLING", "billing/"),
        ("CLOUDRESOURCEMANAGER", "crm/"),
        ("COMPUTE", "compute/compute/v1/"),
        ("CONTAINER", "container/"),
        ("IAM", "iam/"),
        ("IAMCREDENTIALS", "iamcredentials/"),
        ("IAP", "iap/"),
        ("KRMAPIHOSTING", "krm/"),
        ("SERVICEMANAGEMENT", "servicemanagement/"),
        ("SERVICEUSAGE", "su/"),
        ("SQL", "sqladmin/"),
        ("STORAGE", "storage/storage/v1/"),
        ("STS", "sts/"),
    ];

    /// <param name="address">Base address of the cloud; ends in a slash.</param>
    /// <returns>Every variable with its address.</returns>
    public static IReadOnlyDictionary<string, string> Of(Uri address) => Apis
        .ToDictionary(api => $"CLOUDSDK_API_ENDPOINT_OVERRIDES_{api.Property}", api => $"{address}{api.Path}")
        .Append(new("CLOUDSDK_AUTH_TOKEN_HOST", $"{address}oauth/token")).ToDictionary();
}
