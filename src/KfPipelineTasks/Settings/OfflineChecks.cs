using KfPipelineTasks.Model;
using KfPipelineTasks.Settings.Checks;

namespace KfPipelineTasks.Settings;

/// <summary>The offline half of Validate: everything that can be known about settings without asking anybody.</summary>
public static class OfflineChecks
{
    /// <summary>Reports every rule that the settings break; settings that are not there break none (see <see cref="SettingsReading.Require"/>).</summary>
    public static OfflineResult Check(SettingsReading reading, Problems problems)
    {
        var findings = new Findings(reading, problems);
        // A placeholder breaks other rules as well; it is told once, as what it is.
        PlaceholderChecks.Check(findings);
        ProjectChecks.Check(findings);
        PlaceChecks.Check(findings);
        var names = NameChecks.Check(findings);
        AccessChecks.Check(findings);
        NodePoolChecks.Check(findings);
        IamChecks.Check(findings);
        IapChecks.Check(findings);
        PeopleChecks.Check(findings);
        ConnectionChecks.Check(findings);
        CredentialChecks.Check(findings);
        RunChecks.Check(findings);
        return new OfflineResult(names, findings.Broken);
    }
}
