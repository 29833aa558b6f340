using System.Globalization;
using System.Text.RegularExpressions;

namespace KfPipelineTasks.Settings.Checks;

/// <summary>E-mails, the profile and its quota, and the password of Dex.</summary>
internal static partial class PeopleChecks
{
    private static readonly HashSet<string> ReservedNamespaces = new(StringComparer.Ordinal)
    {
        "default", "kubeflow", "istio-system", "knative-serving", "knative-eventing", "cert-manager", "auth", "oauth2-proxy", "config-control", "cnrm-system", "gmp-system", "asm-system",
    };

    public static void Check(Findings findings)
    {
        var settings = findings.Settings;
        Email(findings, "AdminEmail", settings.AdminEmail);
        if (findings.IsGiven("Profile.Owner")) Email(findings, "Profile.Owner", settings.Profile.Owner);
        foreach (var person in settings.Profile.Contributors) Email(findings, "Profile.Contributors", person);
        Profile(findings, settings.Profile);
        Dex(findings, settings);
    }

    private static void Email(Findings findings, string property, string text)
    {
        if (text.StartsWith("user:", StringComparison.Ordinal)) findings.Add(property, $"'{text}' is an IAM member; an e-mail address is wanted here.", $"Write {text["user:".Length..]}.");
        findings.Expect(property, text, GoogleName.IsEmail, $"'{text}' is not an e-mail address.");
    }

    private static void Profile(Findings findings, ProfileSettings profile)
    {
        if (ReservedNamespaces.Contains(profile.Name) || profile.Name.StartsWith("kube-", StringComparison.Ordinal))
            findings.Add("Profile.Name", $"'{profile.Name}' is a namespace of the system.", "Choose a name for the people who work there, such as team-a.");
        foreach (var (resource, quantity) in profile.Quota)
        {
            if (!Resource().IsMatch(resource)) findings.Add("Profile.Quota", $"'{resource}' is not the name of a resource.", "Write names such as cpu, memory, requests.nvidia.com/gpu.");
            else if (!Quantity().IsMatch(quantity)) findings.Add("Profile.Quota", $"'{quantity}' is not a quantity for {resource}.", "Write quantities such as 4, 500m, 16Gi.");
        }
    }

    private static void Dex(Findings findings, DeploySettings settings)
    {
        if (settings.Dex.PasswordHash?.Reveal() is not { } hash) return;
        var form = Bcrypt().Match(hash);
        if (settings.Variant != Variant.Dex)
            findings.Add("Dex.PasswordHash", $"it belongs to variant: dex; the variant is {Words.Of(settings.Variant)}.", "Unset it, or choose variant: dex.");
        else if (WellKnownPassword.Is(hash))
            findings.Add("Dex.PasswordHash", "this is a password, not a hash, and every tutorial shows it; it is refused.", "Make a hash of your own: htpasswd -nBC 12 admin.");
        else if (!form.Success)
            findings.Add("Dex.PasswordHash", "the value is not a bcrypt hash.", "Make one: htpasswd -nBC 12 admin, and take the part after the colon.");
        else if (int.Parse(form.Groups["cost"].ValueSpan, CultureInfo.InvariantCulture) < 10)
            findings.Add("Dex.PasswordHash", "its cost is below 10, and Dex refuses such hashes.", "Make a hash of cost 12: htpasswd -nBC 12 admin.");
        else if (int.Parse(form.Groups["cost"].ValueSpan, CultureInfo.InvariantCulture) > WellKnownPassword.MostCost)
            findings.Add("Dex.PasswordHash", $"its cost is above {WellKnownPassword.MostCost}, and every sign-in would take many seconds.", "Make a hash of cost 12: htpasswd -nBC 12 admin.");
        else if (WellKnownPassword.IsHashed(hash))
            findings.Add("Dex.PasswordHash", "this is the password that every Kubeflow tutorial shows; it is refused.", "Make a hash of your own: htpasswd -nBC 12 admin.");
    }

    [GeneratedRegex(@"^[a-z]([-a-z0-9./]{0,250}[a-z0-9])?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Resource();

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][0-9]{1,2})?\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quantity();

    [GeneratedRegex(@"^\$2[aby]\$(?<cost>[0-3][0-9])\$[./A-Za-z0-9]{53}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bcrypt();
}
