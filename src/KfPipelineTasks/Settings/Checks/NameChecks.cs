namespace KfPipelineTasks.Settings.Checks;

/// <summary>Names that must fit, and names that must differ.</summary>
internal static class NameChecks
{
    public static IReadOnlyList<DerivedName> Check(Findings findings)
    {
        var settings = findings.Settings;
        var names = DerivedNames.Of(settings);
        foreach (var name in names.Where(n => n.Fault is not null)) Fault(findings, name);
        Different(findings, settings);
        return names;
    }

    private static void Fault(Findings findings, DerivedName name)
    {
        var given = ValueText.Of(SettingsTable.ByProperty[name.From].Get(findings.Settings));
        var tooLong = name.Value.Length - name.Limit;
        if (given == name.Value)
            findings.Add(name.From, tooLong > 0 ? $"'{name.Value}' has {name.Value.Length} characters; the {name.What} may have {name.Limit}." : $"'{name.Value}' cannot name the {name.What}: it {name.Fault}.");
        else
            findings.Add(name.From, $"'{given}' is too long: the {name.What} would be '{name.Value}' with {name.Value.Length} characters, and {name.Limit} is the most.", $"Choose one of at most {Math.Max(0, given.Length - tooLong)} characters.");
    }

    private static void Different(Findings findings, DeploySettings settings)
    {
        var (cluster, management) = (settings.Cluster, settings.Management);
        if (management.Name.Length > 0 && management.Name == cluster.Name && management.Project == settings.Project.Id)
            findings.Add("Management.Name", $"'{management.Name}' is the Kubeflow cluster's name as well.", "Two clusters need two names: one of them would be deployed into the other.");
        else if (management.Context.Length > 0 && management.Context == cluster.Context && management.Kubeconfig == cluster.Kubeconfig)
            findings.Add(findings.IsGiven("Management.Context") ? "Management.Context" : "Cluster.Context", $"'{management.Context}' is the context of both clusters.", "Name two contexts: writes for one cluster would go to the other.");
    }
}
