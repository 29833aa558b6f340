using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings.Checks;

/// <summary>How the run goes: writing, waiting, taking away.</summary>
internal static class RunChecks
{
    private static readonly string[] MustWait = ["Timeouts.Ready", "Timeouts.Operation", "Timeouts.Ingress", "Timeouts.Drain", "Timeouts.Delete"];

    public static void Check(Findings findings)
    {
        var settings = findings.Settings;
        if (settings.Apply is { ForceConflicts: true, ForceFields.Count: > 0 })
            findings.Add("Apply.ForceFields", "single fields mean nothing beside force-conflicts, which takes all of them.", "Remove one of the two.");
        findings.Expect("Apply.FieldManager", settings.Apply.FieldManager, m => m.Length <= 128, $"it has {settings.Apply.FieldManager.Length} characters, and 128 is the most.");
        foreach (var property in MustWait.Where(p => (TimeSpan)SettingsTable.ByProperty[p].Get(settings)! <= TimeSpan.Zero))
            findings.Add(property, "no time at all is too short.", "Write a time such as 20m.");
        if (settings.Timeouts.Kinds.FirstOrDefault(k => k.Value <= TimeSpan.Zero) is { Key: { } kind })
            findings.Add("Timeouts.Kinds", $"no time at all for {kind} is too short.", "Write a time such as 20m.");
        Components(findings, settings.Package.Components);
        Teardown(findings, settings);
    }

    // A component is a part of the package; a path out of it would install what nobody reviewed.
    private static void Components(Findings findings, IReadOnlyList<ComponentSettings> components)
    {
        if (components.FirstOrDefault(c => Path.IsPathRooted(c.Path) || c.Path.Split('/', '\\').Contains("..", StringComparer.Ordinal)) is { } outside)
            findings.Add("Package.Components", $"'{outside.Path}' leads out of the package.", "Write a folder below the package.");
    }

    private static void Teardown(Findings findings, DeploySettings settings)
    {
        var name = settings.InstallationName;
        findings.Expect("Teardown.Confirm", settings.Teardown.Confirm, c => c == name, $"'{settings.Teardown.Confirm}' is not the installation '{name}'.", "It must be typed exactly: what is taken away does not come back.");
        string[] storage = [settings.Storage.Bucket, settings.Storage.SqlInstance, settings.Profile.Name, settings.Cluster.Name];
        // Which claims there are only the cluster knows, and other buckets only the package.
        if (settings.Teardown.DeleteStorage.FirstOrDefault(d => !storage.Contains(d, StringComparer.Ordinal) && d.Split('/') is not [not "", not ""]) is { } other)
            findings.Add("Teardown.DeleteStorage", $"'{other}' is not storage of this installation.{Nearest.Hint(other, storage)}", $"Its storage is {string.Join(" and ", storage.Where(s => s.Length > 0))}; a claim in the cluster, or another bucket of the package, is NAMESPACE/NAME.");
    }
}
