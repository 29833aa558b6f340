using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.ConfigConnector;

/// <summary>Config Connector's own kinds, names and marks.</summary>
internal static class Connector
{
    public const string System = "cnrm-system";
    public const string OperatorNamespace = "configconnector-operator-system";
    public const string Operator = "configconnector-operator";
    public const string ContextName = "configconnectorcontext.core.cnrm.cloud.google.com";
    public const string ConnectorName = "configconnector.core.cnrm.cloud.google.com";
    public const string ProjectAnnotation = "cnrm.cloud.google.com/project-id";
    public const string DeletionPolicy = "cnrm.cloud.google.com/deletion-policy";
    public const string ForceDestroy = "cnrm.cloud.google.com/force-destroy";
    public const string Finalizer = "cnrm.cloud.google.com/finalizer";
    public const string DeletionDefender = "cnrm.cloud.google.com/deletion-defender";
    public const string OperatorFinalizer = "configconnector.cnrm.cloud.google.com/finalizer";

    public static readonly GroupKind Context = new("core" + ConnectorKind.GroupSuffix, "ConfigConnectorContext");
    public static readonly GroupKind Config = new("core" + ConnectorKind.GroupSuffix, "ConfigConnector");

    /// <summary>The service account, in <see cref="System"/>, of the controller of a namespace.</summary>
    public static string ControllerAccount(string inNamespace) => $"cnrm-controller-manager-{inNamespace}";

    /// <summary>The workload that controls a namespace.</summary>
    public static string ControllerName(string inNamespace) => $"cnrm-controller-manager-{Names.Hex(inNamespace, 20)}";

    /// <summary>The context of a namespace, or null.</summary>
    public static JsonObject? ContextOf(ClusterView view, string inNamespace) => view.Get(Context, inNamespace, ContextName);

    /// <summary>The project of an object: its own annotation, that of its namespace, or the namespace's name.</summary>
    public static string ProjectOf(ClusterView view, JsonObject document) =>
        ClusterView.Annotation(document, ProjectAnnotation)
        ?? ClusterView.Annotation(view.Get(Kinds.Namespace, "", ClusterView.Namespace(document)), ProjectAnnotation)
        ?? ClusterView.Namespace(document);

    /// <summary>The name of the Google resource: <c>spec.resourceID</c>, or the object's name.</summary>
    public static string ResourceId(JsonObject document) => Json.Text(document, "spec", "resourceID") ?? ClusterView.Name(document);
}
