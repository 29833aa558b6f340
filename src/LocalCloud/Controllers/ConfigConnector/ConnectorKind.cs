using System.Text.Json.Nodes;
using LocalCloud.Controllers.Baseline;

namespace LocalCloud.Controllers.ConfigConnector;

/// <summary>A kind of Config Connector.</summary>
/// <param name="Service">First part of its group, such as <c>iam</c>.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Plural">Plural name.</param>
/// <param name="Version">Its version.</param>
internal sealed record ConnectorKind(string Service, string Kind, string Plural, string Version = "v1beta1")
{
    public const string GroupSuffix = ".cnrm.cloud.google.com";

    /// <summary>
    /// What is served. The kinds with an effect on the Google side are those with an <see cref="IGoogleResource"/>; the
    /// others become ready and do nothing.
    /// </summary>
    public static readonly IReadOnlyList<ConnectorKind> All =
    [
        new("iam", "IAMServiceAccount", "iamserviceaccounts"),
        new("iam", "IAMServiceAccountKey", "iamserviceaccountkeys"),
        new("iam", "IAMPolicyMember", "iampolicymembers"),
        new("iam", "IAMPartialPolicy", "iampartialpolicies"),
        new("iam", "IAMPolicy", "iampolicies"),
        new("iam", "IAMAuditConfig", "iamauditconfigs"),
        new("iam", "IAMCustomRole", "iamcustomroles"),
        new("iam", "IAMWorkloadIdentityPool", "iamworkloadidentitypools"),
        new("iam", "IAMWorkloadIdentityPoolProvider", "iamworkloadidentitypoolproviders"),
        new("serviceusage", "Service", "services"),
        new("compute", "ComputeAddress", "computeaddresses"),
        new("compute", "ComputeNetwork", "computenetworks"),
        new("compute", "ComputeSubnetwork", "computesubnetworks"),
        new("compute", "ComputeFirewall", "computefirewalls"),
        new("compute", "ComputeRouter", "computerouters"),
        new("compute", "ComputeRouterNAT", "computerouternats"),
        new("compute", "ComputeManagedSSLCertificate", "computemanagedsslcertificates"),
        new("container", "ContainerCluster", "containerclusters"),
        new("container", "ContainerNodePool", "containernodepools"),
        new("sql", "SQLInstance", "sqlinstances"),
        new("sql", "SQLDatabase", "sqldatabases"),
        new("sql", "SQLUser", "sqlusers"),
        new("storage", "StorageBucket", "storagebuckets"),
        new("storage", "StorageBucketAccessControl", "storagebucketaccesscontrols"),
        new("storage", "StorageDefaultObjectAccessControl", "storagedefaultobjectaccesscontrols"),
        new("resourcemanager", "Project", "projects"),
        new("resourcemanager", "Folder", "folders"),
        new("secretmanager", "SecretManagerSecret", "secretmanagersecrets"),
        new("artifactregistry", "ArtifactRegistryRepository", "artifactregistryrepositories"),
        new("dns", "DNSManagedZone", "dnsmanagedzones"),
        new("dns", "DNSRecordSet", "dnsrecordsets"),
        new("gkehub", "GKEHubMembership", "gkehubmemberships"),
        new("gkehub", "GKEHubFeature", "gkehubfeatures"),
        new("gkehub", "GKEHubFeatureMembership", "gkehubfeaturememberships"),
        new("logging", "LoggingLogSink", "logginglogsinks"),
        new("monitoring", "MonitoringAlertPolicy", "monitoringalertpolicies"),
        new("pubsub", "PubSubTopic", "pubsubtopics"),
        new("redis", "RedisInstance", "redisinstances"),
    ];

    public GroupKind GroupKind => new(Service + GroupSuffix, Kind);

    /// <summary>Its compact definition.</summary>
    public JsonObject Definition()
    {
        var definition = CompactDefinition.Of(Service + GroupSuffix, Kind, Plural, true, [Version], ["gcp" + Kind.ToLowerInvariant()],
            ("Age", ".metadata.creationTimestamp", "date"), ("Ready", ".status.conditions[?(@.type=='Ready')].status", "string"),
            ("Status", ".status.conditions[?(@.type=='Ready')].reason", "string"), ("Status Age", ".status.conditions[?(@.type=='Ready')].lastTransitionTime", "date"));
        definition["metadata"]!["labels"] = new JsonObject { ["cnrm.cloud.google.com/managed-by-kcc"] = "true", ["cnrm.cloud.google.com/system"] = "true" };
        return definition;
    }

    public static ConnectorKind? Find(GroupKind kind) => All.FirstOrDefault(one => one.GroupKind == kind);
}
