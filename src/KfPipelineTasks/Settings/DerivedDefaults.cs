namespace KfPipelineTasks.Settings;

/// <summary>Fills in the defaults that follow from other settings. A setting that was given is never touched.</summary>
internal static class DerivedDefaults
{
    public static DeploySettings Fill(DeploySettings s, IReadOnlyDictionary<Setting, SettingSource> given)
    {
        s = Kind(s, given);
        s = s with { Place = Place(s.Place) };
        s = s with { Management = Management(s) };
        s = s with
        {
            Cluster = s.Cluster with { Context = Or(s.Cluster.Context, s.Cluster.Kubeconfig.Length > 0 ? "" : s.Cluster.Name) },
            NodePool = s.NodePool with { Name = Or(s.NodePool.Name, From(s.Cluster.Name, "-pool")) },
            ServiceAccount = s.ServiceAccount with { Name = Or(s.ServiceAccount.Name, From(s.Cluster.Name, "-vm")), Users = IamMember.Complete(s.ServiceAccount.Users) },
            Storage = Storage(s),
            Mesh = s.Mesh with { Label = Or(s.Mesh.Label, MeshLabel(s.Mesh.Provider)) },
            Iap = s.Iap with { Members = IamMember.Complete(s.Iap.Members), RemovedMembers = IamMember.Complete(s.Iap.RemovedMembers) },
            Profile = s.Profile with { Owner = Or(s.Profile.Owner, s.AdminEmail) },
        };
        return s with { Pipelines = s.Pipelines with { Namespace = Or(s.Pipelines.Namespace, s.Profile.Name) } };
    }

    // Whoever names a cluster and no project wants that cluster and no Google Cloud.
    private static DeploySettings Kind(DeploySettings s, IReadOnlyDictionary<Setting, SettingSource> given) =>
        given.ContainsKey(SettingsTable.ByProperty["Variant"]) || s.Project.Id.Length > 0 || (s.Cluster.Kubeconfig.Length == 0 && s.Cluster.Context.Length == 0)
            ? s
            : s with { Variant = Variant.ExistingCluster };

    private static PlaceSettings Place(PlaceSettings place) => place with
    {
        Region = Or(place.Region, GoogleName.RegionOf(place.Location) ?? GoogleName.RegionOf(place.Zone) ?? ""),
        Zone = Or(place.Zone, GoogleName.IsZone(place.Location) ? place.Location : ""),
    };

    private static ManagementSettings Management(DeploySettings s) => s.Management with
    {
        Project = Or(s.Management.Project, s.Project.Id),
        Location = Or(s.Management.Location, s.Place.Region),
        Context = Or(s.Management.Context, s.Management.Name),
    };

    private static StorageSettings Storage(DeploySettings s)
    {
        var bucket = Or(s.Storage.Bucket, From(s.Project.Id, "-kfp"));
        return new StorageSettings
        {
            Bucket = bucket,
            SqlInstance = Or(s.Storage.SqlInstance, From(s.Cluster.Name, "-kfp")),
            PipelineRoot = Or(s.Storage.PipelineRoot, bucket.Length > 0 ? $"gs://{bucket}/v2/artifacts" : s.NeedsGoogleCloud ? "" : "minio://mlpipeline/v2/artifacts"),
        };
    }

    private static string MeshLabel(MeshProvider provider) => provider switch
    {
        MeshProvider.Managed => "asm-managed",
        MeshProvider.External => "",
        _ => "default",
    };

    private static string Or(string given, string otherwise) => given.Length > 0 ? given : otherwise;

    private static string From(string stem, string suffix) => stem.Length > 0 ? stem + suffix : "";
}
