using System.Text.RegularExpressions;

namespace KfPipelineTasks.Readiness;

/// <summary>What to do about an error of Google Cloud that a controller passed on.</summary>
internal static partial class CloudError
{
    /// <summary>The next step; null for an error that says it itself.</summary>
    public static string? NextStep(string message)
    {
        if (Disabled().Match(message) is { Success: true } api) return $"gcloud services enable {api.Value}{ProjectOf(message)}";
        if (message.Contains("SERVICE_DISABLED", StringComparison.Ordinal) || message.Contains("has not been used in project", StringComparison.Ordinal))
            return $"Enable the API the message names{ProjectOf(message)}: gcloud services enable API";
        if (message.Contains("getAccessToken", StringComparison.OrdinalIgnoreCase) || message.Contains("impersonat", StringComparison.OrdinalIgnoreCase))
            return "The identity of Config Connector cannot be used. Its service account must exist and let the controller in with roles/iam.workloadIdentityUser: kubectl get configconnectorcontext -A -o jsonpath='{..googleServiceAccount}'";
        // A used-up quota is an "Error 403" too, so it comes first.
        if (message.Contains("quota", StringComparison.OrdinalIgnoreCase) || message.Contains("RESOURCE_EXHAUSTED", StringComparison.Ordinal))
            return "Ask for more quota, or use less: https://console.cloud.google.com/iam-admin/quotas";
        if (Permission().Match(message) is { Success: true } permission)
            return $"Grant the service account of the ConfigConnectorContext a role with {permission.Groups["name"].Value}";
        return message.Contains("PERMISSION_DENIED", StringComparison.Ordinal) || message.Contains("Error 403", StringComparison.Ordinal) || message.Contains("forbidden", StringComparison.OrdinalIgnoreCase)
            ? "Grant the service account of the ConfigConnectorContext the role the message asks for"
            : null;
    }

    /// <summary>True for an error that passes by itself: something was made a moment ago, and not every part of the cloud sees it yet.</summary>
    public static bool IsTooEarly(string message) => NewAccount().IsMatch(message);

    private static string ProjectOf(string message) => Project().Match(message) is { Success: true } project ? $" --project {project.Groups[1].Value}" : "";

    // "... Cloud SQL Admin API has not been used in project 123 before ... visit https://console.../apis/api/sqladmin.googleapis.com/overview?project=123"
    [GeneratedRegex(@"(?<=apis/api/)[a-z0-9.-]+\.googleapis\.com", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Disabled();

    // "googleapi: Error 400: Service account a@p.iam.gserviceaccount.com does not exist., badRequest"
    [GeneratedRegex(@"Service account \S+ does not exist", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NewAccount();

    [GeneratedRegex(@"(?:in project |project=)([a-z0-9][a-z0-9:.-]*[a-z0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Project();

    // "Permission 'cloudsql.instances.create' denied ...", "Required 'compute.addresses.get' permission for ..."
    [GeneratedRegex(@"[Pp]ermission\s'?(?<name>[a-z][A-Za-z]+\.[a-zA-Z]+\.[a-zA-Z]+)|(?<name>[a-z][A-Za-z]+\.[a-zA-Z]+\.[a-zA-Z]+)'?\s(?:permission|denied)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Permission();
}
