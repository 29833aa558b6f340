namespace KfPipelineTasks.Settings.Checks;

/// <summary>Projects by id and number.</summary>
internal static class ProjectChecks
{
    public static void Check(Findings findings)
    {
        var settings = findings.Settings;
        if (!settings.NeedsGoogleCloud) return;
        Id(findings, "Project.Id", settings.Project.Id);
        if (findings.IsGiven("Management.Project")) Id(findings, "Management.Project", settings.Management.Project);
        findings.Expect("Project.Number", settings.Project.Number, GoogleName.IsProjectNumber, $"'{settings.Project.Number}' is not a project number; it has digits only.");
    }

    private static void Id(Findings findings, string property, string id)
    {
        if (id.Length == 0 || GoogleName.IsProjectId(id)) return;
        if (id.All(char.IsAsciiDigit))
            findings.Add(property, $"'{id}' is a project number, not an id.", "gcloud projects list shows both.");
        else if (id.Contains(':', StringComparison.Ordinal))
            findings.Add(property, $"'{id}' is a project of a domain; the names made out of it would hold a colon, which no service account or bucket may.", "Use a project without a domain.");
        else
            findings.Add(property, $"'{id}' is not a project id: 6-30 lower-case letters, digits and hyphens, from a letter to a letter or digit.", "gcloud projects list shows the ids.");
    }
}
