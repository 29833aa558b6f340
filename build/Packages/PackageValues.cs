using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;
using SetterTyping = KfPipelineTasks.Manifests.Setters.SetterTyping;

namespace KfPipelineTasks.Build.Packages;

/// <summary>Maps settings to setters: the one place that knows the names on both sides.</summary>
internal static class PackageValues
{
    /// <summary>Namespace of Config Controller in which the identities of a project live.</summary>
    private const string ConfigControl = "config-control";

    /// <summary>What KptSet sets in a package.</summary>
    /// <param name="package">Its folder.</param>
    /// <exception cref="UsageException">A setters file or <c>--set</c> cannot be understood.</exception>
    public static async Task<SetterRequest> RequestAsync(string package, DeploySettings settings, CancellationToken cancellation)
    {
        var problems = new Problems();
        var explicitly = Explicit(settings, problems);
        var scopes = DistributionLayout.Find(package) is { } layout
            ? await FitAsync(layout.Scopes(Management(settings), Kubeflow(settings), Kcc(settings)), explicitly, package, isOurs: settings.Package.Path.Length == 0, cancellation)
            : OtherPackage(package, explicitly, problems);
        problems.ThrowIfAny("setters");
        return new SetterRequest
        {
            Root = package,
            Scopes = scopes,
            AllowUnused = settings.Package.AllowUnused,
            SkipInvalid = settings.Package.SkipInvalid,
            Typing = settings.Package.Typing == Settings.SetterTyping.Kpt ? SetterTyping.Kpt : SetterTyping.KeepStrings,
        };
    }

    // --set beats the file: it is typed for this one run.
    private static SetterValues Explicit(DeploySettings settings, Problems problems)
    {
        var fromFile = settings.Package.SettersFile is { Length: > 0 } file ? FileValues(file, problems) : SetterValues.None;
        return fromFile.With(SetterValues.Of("--set", settings.Package.Setters.Select(s => (s.Key, s.Value))));
    }

    private static SetterValues FileValues(string file, Problems problems)
    {
        try
        {
            return SetterValuesReader.Read(File.ReadAllText(file), file, problems);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The setters file {file} cannot be read: {failed.Message}");
            return SetterValues.None;
        }
    }

    // A package of another layout declares its values in its Kptfiles, or is given them.
    private static List<SetterScope> OtherPackage(string root, SetterValues explicitly, Problems problems) =>
        KptfileScopes.Read(root, problems) is { Count: > 0 } declared
            ? [.. declared.Select(scope => scope.With(explicitly))]
            : [new SetterScope(Path.GetFileName(root), [root], explicitly)];

    // A value given by hand goes to the folders that use its name. One that none uses goes to the first, which then reports it.
    // Our own installations ask for what they need; what else the settings say does not concern them.
    private static async Task<IReadOnlyList<SetterScope>> FitAsync(
        IReadOnlyList<SetterScope> scopes, SetterValues explicitly, string root, bool isOurs, CancellationToken cancellation)
    {
        if (explicitly.Count == 0 && !isOurs) return scopes;
        var catalog = await SetterCatalog.ReadAsync(new SetterRequest { Root = root, Scopes = scopes }, cancellation);
        var uses = catalog.Setters.ToLookup(s => s.Name, s => s.Scope, StringComparer.Ordinal);
        return [.. scopes.Select((scope, i) => (isOurs ? Used(scope) : scope).With(new SetterValues(explicitly.All.Where(v => uses[v.Name].Any() ? uses[v.Name].Contains(scope.Name) : i == 0))))];

        SetterScope Used(SetterScope scope) => scope with { Values = new SetterValues(scope.Values.All.Where(v => uses[v.Name].Contains(scope.Name))) };
    }

    private static SetterValues Management(DeploySettings s) => Given(
        ("name", s.Management.Name),
        ("gcloud.core.project", s.Management.Project),
        ("location", s.Management.Location));

    private static SetterValues Kubeflow(DeploySettings s) => Given(
        ("mgmt-ctxt", s.Management.Context),
        ("name", s.Cluster.Name),
        ("gcloud.core.project", s.Project.Id),
        ("gcloud.project.projectNumber", s.Project.Number),
        ("location", s.Place.Location),
        ("gcloud.compute.zone", s.Place.Zone),
        ("gcloud.compute.region", s.Place.Region),
        ("email", s.AdminEmail),
        ("asm-label", s.Mesh.Label),
        ("cloudsql-name", s.Storage.SqlInstance),
        ("bucket-name", s.Storage.Bucket),
        ("default-pipeline-root", s.Storage.PipelineRoot));

    private static SetterValues Kcc(DeploySettings s) => Given(
        ("project-id", s.Project.Id),
        ("management-project-id", s.Management.Project),
        ("management-namespace", ConfigControl),
        ("networking-namespace", ConfigControl),
        ("projects-namespace", ConfigControl));

    // What nobody set stays out, so that a field which needs it is reported with its place.
    private static SetterValues Given(params IEnumerable<(string Name, string Value)> values) =>
        SetterValues.Of("the settings", values.Where(v => v.Value.Length > 0));
}
