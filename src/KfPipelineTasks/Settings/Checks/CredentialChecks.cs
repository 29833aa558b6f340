using System.Text.Json;
using System.Text.RegularExpressions;

namespace KfPipelineTasks.Settings.Checks;

/// <summary>Credentials of one kind are chosen; whether they are alive is asked later.</summary>
internal static partial class CredentialChecks
{
    public static void Check(Findings findings)
    {
        var settings = findings.Settings;
        if (!settings.NeedsGoogleCloud || settings.IsRehearsal) return;
        var auth = settings.Auth;
        Only(findings, "Auth.Provider", AuthMode.Federation, auth.Mode);
        Only(findings, "Auth.Key", AuthMode.Key, auth.Mode);
        Only(findings, "Auth.Token", AuthMode.Token, auth.Mode);
        Provider(findings, auth.Provider);
        findings.Expect("Auth.Impersonate", auth.Impersonate, IsServiceAccount, $"'{auth.Impersonate}' is not the e-mail of a service account.", "Write NAME@PROJECT.iam.gserviceaccount.com.");
        if (auth.Key?.Reveal() is { } key && !IsKey(key))
            findings.Add("Auth.Key", "the value is not the JSON of a service account key.", "Create one with gcloud iam service-accounts keys create, or use auth.mode: federation and no key at all.");
        if (auth.Token?.Reveal() is { } token && token.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            findings.Add("Auth.Token", "the value is not an access token: it has spaces in it.", "Print one without a line break: gcloud auth print-access-token");
    }

    private static void Only(Findings findings, string property, AuthMode owner, AuthMode mode)
    {
        if (mode != owner && findings.IsGiven(property))
            findings.Add(property, $"it belongs to auth.mode: {Words.Of(owner)}; the mode is {Words.Of(mode)}.", "Unset it, or change the mode.");
    }

    private static void Provider(Findings findings, string provider)
    {
        if (provider.Length == 0 || FullProvider().IsMatch(provider)) return;
        var next = provider.Contains("/providers/", StringComparison.Ordinal) && !ByNumber().IsMatch(provider)
            ? "It must begin with the project's number, not its id."
            : "Write projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER.";
        findings.Add("Auth.Provider", $"'{provider}' is not a workload identity provider.", next);
    }

    private static bool IsServiceAccount(string text) => GoogleName.IsEmail(text) && text.EndsWith(".gserviceaccount.com", StringComparison.Ordinal);

    private static bool IsKey(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object && Field(json.RootElement, "type") == "service_account"
                && Field(json.RootElement, "client_email").Length > 0 && Field(json.RootElement, "private_key").Contains("PRIVATE KEY", StringComparison.Ordinal);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Field(JsonElement json, string name) =>
        json.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String ? field.GetString()! : "";

    [GeneratedRegex(@"^projects/[0-9]+/locations/global/workloadIdentityPools/[a-z0-9-]{4,32}/providers/[a-z0-9-]{4,32}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FullProvider();

    [GeneratedRegex(@"^projects/[0-9]+/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ByNumber();
}
