using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Deleting;

/// <summary>
/// The order in which kinds of things can go without a deadlock: custom resources while their controllers live and their
/// webhooks answer; the service accounts that Config Connector made after every grant to them (a project policy keeps
/// <c>deleted:serviceAccount:…</c> for an account that goes first); the context of Config Connector after everything it manages (without it nobody takes the finalizers
/// off); webhooks before what answers them; controllers; the rest; definitions; namespaces.
/// </summary>
internal static class DeletionOrder
{
    public const int CustomResources = 0;
    public const int Identities = 1;
    public const int Contexts = 2;
    public const int Webhooks = 3;
    public const int Workloads = 4;
    public const int Rest = 5;
    public const int Definitions = 6;
    public const int Namespaces = 7;

    public static int Phase(ResourceId id) => id switch
    {
        { Kind: "Namespace", Group: "" } => Namespaces,
        { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" } => Definitions,
        { Kind: "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration" or "APIService" } when BuiltInGroups.Has(id.Group) => Webhooks,
        { Kind: "IAMServiceAccount", Group: "iam.cnrm.cloud.google.com" } => Identities,
        { Group: "core.cnrm.cloud.google.com" } => Contexts,
        { Group: "apps" or "batch" } => Workloads,
        _ when !BuiltInGroups.Has(id.Group) => CustomResources,
        _ => Rest,
    };
}
