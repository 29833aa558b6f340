namespace KfPipelineTasks.Settings.Checks;

/// <summary>One way to reach Google Cloud is chosen; settings of another way would have no effect, or open a second door.</summary>
internal static class AccessChecks
{
    private static readonly string[] OfSecret = ["PipelinesSecret.Namespace", "PipelinesSecret.RotateAfter"];
    private static readonly string[] OfAccount = ["ServiceAccount.Name", "ServiceAccount.Roles", "ServiceAccount.RemovedRoles", "ServiceAccount.Users", "ServiceAccount.AllowBasicRoles"];

    public static void Check(Findings findings)
    {
        var mode = findings.Settings.Access.Mode;
        if (mode != AccessMode.Secret) Refuse(findings, OfSecret, "belongs to access.mode: secret");
        else findings.Expect("PipelinesSecret.Namespace", findings.Settings.PipelinesSecret.Namespace, GoogleName.IsLabel, $"'{findings.Settings.PipelinesSecret.Namespace}' cannot be the name of a namespace.", "Name the namespace that pipelines run in: lower-case letters, digits and hyphens.");
        if (mode == AccessMode.FullScope)
            Refuse(findings, OfAccount, "has no effect with access.mode: full-scope, where nodes run as the project's default account");
        if (mode is AccessMode.FullScope or AccessMode.Secret)
            Refuse(findings, ["ServiceAccount.WorkloadIdentities"], $"opens a second way beside access.mode: {Words.Of(mode)}");
    }

    private static void Refuse(Findings findings, string[] properties, string why)
    {
        foreach (var property in properties.Where(findings.IsGiven))
            findings.Add(property, $"it {why}; access.mode is {Words.Of(findings.Settings.Access.Mode)}.", $"Remove it, or choose another access.mode.");
    }
}
