using System.Text.Json;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>
/// What the server adds inside values that are owned as a whole (atomic lists and maps). Fields beside owned fields need no
/// such list: nobody claims them. A default that is missing here costs one needless request, never a missed change.
/// </summary>
internal static class KnownDefaults
{
    // Source: defaults.go of the API groups, Kubernetes 1.34, for fields below listType=atomic or structType=atomic.
    private static readonly (string Suffix, string Value)[] Table =
    [
        // A volume without a source.
        (".volumes.emptyDir", "{}"),
        (".fieldRef.apiVersion", "\"v1\""),
        (".resourceFieldRef.divisor", "\"0\""),
        (".rules.scope", "\"*\""),
        (".resourceRules.scope", "\"*\""),
        (".excludeResourceRules.scope", "\"*\""),
        (".ports.protocol", "\"TCP\""),
        (".serviceAccountToken.expirationSeconds", "3600"),
        (".volumeClaimTemplates.apiVersion", "\"v1\""),
        (".volumeClaimTemplates.kind", "\"PersistentVolumeClaim\""),
        (".volumeClaimTemplates.spec.volumeMode", "\"Filesystem\""),
        (".volumeClaimTemplates.status", "{\"phase\":\"Pending\"}"),
        (".volumeClaimTemplates.metadata.creationTimestamp", "null"),
        (".subjects.apiGroup", "\"rbac.authorization.k8s.io\""),
        (".roleRef.apiGroup", "\"rbac.authorization.k8s.io\""),
    ];

    /// <param name="path">Names from the root, list items not counted: <c>.spec.template.spec.containers.env.valueFrom.fieldRef.apiVersion</c>.</param>
    public static bool IsDefault(string path, JsonElement value) =>
        Table.Any(d => path.EndsWith(d.Suffix, StringComparison.Ordinal) && JsonValues.Same(JsonElement.Parse(d.Value), value));
}
