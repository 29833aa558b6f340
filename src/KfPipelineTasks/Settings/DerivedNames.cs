using System.Globalization;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>
/// Every name that the deployment makes out of the settings, and whether it fits. The distribution checks three of them; the others
/// fail half an hour into a deployment.
/// </summary>
public static class DerivedNames
{
    private const int Account = 30;
    private const int KubernetesName = 253;
    private const int Label = 63;

    /// <summary>The names, in the order in which they are made. Names whose settings are not there are left out.</summary>
    public static IReadOnlyList<DerivedName> Of(DeploySettings settings)
    {
        var names = new List<DerivedName>();
        if (settings.NeedsGoogleCloud)
        {
            Clusters(settings, names);
            if (settings.NeedsManagementCluster) Distribution(settings, names);
            Storage(settings, names);
            if (settings.ServiceAccount.Name.Length > 0)
                names.Add(Name("service account of the nodes", settings.ServiceAccount.Name, Account, "ServiceAccount.Name", GoogleName.IsAccountId, "6-30 lower-case letters, digits and hyphens"));
        }

        if (settings.Profile.Name.Length > 0)
            names.Add(Name("namespace of the profile", settings.Profile.Name, Label, "Profile.Name", GoogleName.IsLabel, "lower-case letters, digits and hyphens"));
        return names;
    }

    /// <summary>The names as a table for people and programs.</summary>
    public static Table Table(IReadOnlyList<DerivedName> names) =>
        new("Derived names", ["name of", "value", "length", "verdict"], [.. names.Select(n => new[] { n.What, n.Value, n.Length, n.Verdict })]) { IsBackground = true };

    private static void Clusters(DeploySettings s, List<DerivedName> names)
    {
        if (s.Cluster.Name.Length > 0)
        {
            names.Add(Name("Kubeflow cluster", s.Cluster.Name, 24, "Cluster.Name", GoogleName.IsClusterName, "2-24 lower-case letters, digits and hyphens, from a letter to a letter or digit"));
            names.Add(Name("node pool", s.NodePool.Name, 40, "NodePool.Name", GoogleName.IsNodePoolName, "lower-case letters, digits and hyphens, beginning with a letter"));
        }

        if (s.Management.Name.Length == 0) return;
        names.Add(Name("management cluster", s.Management.Name, 18, "Management.Name", GoogleName.IsManagementName, "2-18 lower-case letters, digits and hyphens, from a letter to a letter or digit"));
        names.Add(Name("GKE cluster of the management cluster", $"krmapihost-{s.Management.Name}", 40, "Management.Name"));
    }

    private static void Distribution(DeploySettings s, List<DerivedName> names)
    {
        var (project, name) = (s.Project.Id, s.Cluster.Name);
        if (project.Length > 0)
        {
            names.Add(Name("namespace in the management cluster", project, Label, "Project.Id"));
            names.Add(Name("service account of Config Connector", $"kcc-{project}", Account, "Project.Id"));
            names.Add(Name("controller of Config Connector", $"cnrm-controller-manager-{project}", KubernetesName, "Project.Id"));
            names.Add(Name("binding of its identity", $"{project}-sa-workload-identity-binding", KubernetesName, "Project.Id"));
            names.Add(Name("grant of its roles", $"kcc-{project}-owners-permissions", KubernetesName, "Project.Id"));
            names.Add(Name("its view of networks", $"cnrm-network-viewer-{project}", KubernetesName, "Project.Id"));
            names.Add(Name("its view of projects", $"cnrm-project-viewer-{project}", KubernetesName, "Project.Id"));
        }

        if (name.Length > 0)
        {
            names.Add(Name("service account of administrators", $"{name}-admin", Account, "Cluster.Name"));
            names.Add(Name("service account of users", $"{name}-user", Account, "Cluster.Name"));
            names.Add(Name("service account of machines", $"{name}-vm", Account, "Cluster.Name"));
            names.Add(Name("service account of the database", $"{name}-sql", Account, "Cluster.Name"));
            names.Add(Name("IP address", Address(s), Label, "Cluster.Name"));
            names.Add(Name("database user", $"{name}-kfp-root", KubernetesName, "Cluster.Name"));
            names.Add(Name("access list of the bucket", $"{name}-kfp-gcs-acl", KubernetesName, "Cluster.Name"));
        }

        // An endpoint's certificate holds the host in its common name: 64 characters, of which Google takes two.
        if (project.Length > 0 && name.Length > 0) names.Add(Name("endpoint", Host(s), 62, "Cluster.Name"));
        if (s.Project.Number.Length > 0) names.Add(Name("mesh", $"proj-{s.Project.Number}", Label, "Project.Number"));
    }

    private static void Storage(DeploySettings s, List<DerivedName> names)
    {
        if (s.Storage.Bucket.Length > 0)
            names.Add(Name("bucket", s.Storage.Bucket, 63, "Storage.Bucket", GoogleName.IsBucket, "lower-case letters, digits, '-' and '_', without 'google'"));
        if (s.Storage.SqlInstance.Length > 0 && s.NeedsManagementCluster)
        {
            // Cloud SQL counts the project in: project:instance has at most 98 characters.
            var limit = Math.Max(0, 98 - s.Project.Id.Length - 1);
            names.Add(Name("database", s.Storage.SqlInstance, limit, "Storage.SqlInstance", n => GoogleName.IsLabel(n) && char.IsAsciiLetterLower(n[0]), "lower-case letters, digits and hyphens, beginning with a letter"));
        }
    }

    /// <summary>The global IP address of the way in.</summary>
    public static string Address(DeploySettings settings) => $"{settings.Cluster.Name}-ip";

    /// <summary>The host of the installation behind Identity-Aware Proxy.</summary>
    public static string Host(DeploySettings settings) => $"{settings.Cluster.Name}.endpoints.{settings.Project.Id}.cloud.goog";

    private static DerivedName Name(string what, string value, int limit, string from, Func<string, bool>? form = null, string rule = "") =>
        new(what, value, limit, from, Fault(value, limit, form, rule));

    private static string? Fault(string value, int limit, Func<string, bool>? form, string rule)
    {
        if (value.Length > limit) return string.Create(CultureInfo.InvariantCulture, $"{value.Length - limit} too long");
        return form is null || form(value) ? null : $"must be {rule}";
    }
}
