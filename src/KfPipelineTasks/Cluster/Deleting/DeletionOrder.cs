using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Deleting;

/// <summary>
/// The order in which kinds of things can go without a deadlock: custom resources while their controllers live and their
/// webhooks answer; the context of Config Connector after everything it manages (without it nobody takes the finalizers
/// off); webhooks before what answers them; controllers; the rest; definitions; namespaces.
/// </summary>
internal static class DeletionOrder
{
    public const int CustomResources = 0;
    public const int Contexts = 1;
    public const int Webhooks = 2;
    public const int Workloads = 3;
    public const int Rest = 4;
    public const int Definitions = 5;
    public const int Namespaces = 6;

    public static int Phase(ResourceId id) => id switch
    {
        { Kind: "Namespace", Group: "" } => Namespaces,
        { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" } => Definitions,
        { Kind: "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration" or "APIService" } when BuiltInGroups.Has(id.Group) => Webhooks,
        { Group: "core.cnrm.cloud.google.com" } => Contexts,
        { Group: "apps" or "batch" } => Workloads,
        _ when !BuiltInGroups.Has(id.Group) => CustomResources,
        _ => Rest,
    };
}
