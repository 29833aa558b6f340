namespace KfPipelineTasks.Gcp.Door;

/// <summary>The Google APIs that are spoken to.</summary>
public enum GcpApi
{
    Container,
    Iam,
    CloudResourceManager,
    ServiceUsage,
    Iap,
    Compute,
    Storage,
    KrmApiHosting,
    IamCredentials,
    Sts,
    CloudBilling,
    ServiceManagement,
    Sql,
    OAuth2,
}
