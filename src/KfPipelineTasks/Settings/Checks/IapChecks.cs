using System.Text.RegularExpressions;

namespace KfPipelineTasks.Settings.Checks;

/// <summary>The OAuth client of Identity-Aware Proxy, and the condition of the grant.</summary>
internal static partial class IapChecks
{
    /// <summary>Google's client secrets have 24 or 35 characters.</summary>
    private const int ShortestSecret = 12;

    public static void Check(Findings findings)
    {
        var iap = findings.Settings.Iap;
        if (findings.Settings.SignsInByProxy) Proxy(findings, iap);
        if (iap.OAuth == OAuthMode.GoogleManaged) Managed(findings);
        else Custom(findings, iap);
        Condition(findings, iap);
    }

    // oauth2-proxy asks the identity provider for an e-mail address, and compares it with a list.
    private static void Proxy(Findings findings, IapSettings iap)
    {
        if (iap.OAuth == OAuthMode.GoogleManaged && findings.Settings.Variant == Variant.GkeOauth2Proxy)
            findings.Add("Iap.OAuth", "only Identity-Aware Proxy can use Google's own client; oauth2-proxy needs one of yours.", "Set iap.oauth to custom, iap.client-id and CLIENT_SECRET.");
        if (iap.Members.FirstOrDefault(m => !m.StartsWith("user:", StringComparison.Ordinal)) is { } other)
            findings.Add("Iap.Members", $"oauth2-proxy knows people by their e-mail address, and '{other}' is none.", "Name the people: user:ann@example.com.");
    }

    private static void Managed(Findings findings)
    {
        foreach (var property in new[] { "Iap.ClientId", "Iap.ClientSecret" }.Where(findings.IsGiven))
            findings.Add(property, "it belongs to a client of your own, and iap.oauth is google-managed.", "Remove it, or set iap.oauth to custom.");
    }

    private static void Custom(Findings findings, IapSettings iap)
    {
        findings.Expect("Iap.ClientId", iap.ClientId, ClientId().IsMatch, $"'{iap.ClientId}' is not the id of an OAuth client.", "Copy it from the console, under APIs & Services, Credentials: NUMBER-LETTERS.apps.googleusercontent.com.");
        if (iap.ClientSecret?.Reveal() is not { } secret) return;
        if (secret == iap.ClientId) findings.Add("Iap.ClientSecret", "the value is the client's id, not its secret.", "The secret stands beside the id in the console, under APIs & Services, Credentials.");
        else if (secret.Length < ShortestSecret || secret.Any(char.IsWhiteSpace)) findings.Add("Iap.ClientSecret", "the value is not the secret of an OAuth client: it is too short or has spaces in it.", "Copy it from the console, under APIs & Services, Credentials.");
    }

    private static void Condition(Findings findings, IapSettings iap)
    {
        if (iap.Condition.Length > 0 && iap.ConditionTitle.Length == 0) findings.Add("Iap.Condition", "a condition needs a title.", "Set iap.condition-title.");
        if (iap.ConditionTitle.Length > 0 && iap.Condition.Length == 0) findings.Add("Iap.ConditionTitle", "a title needs a condition.", "Set iap.condition.");
    }

    [GeneratedRegex(@"^[0-9]{6,20}-[a-z0-9]{10,64}\.apps\.googleusercontent\.com\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClientId();
}
