using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Http.Tables;

/// <summary>The columns of <c>kubectl get</c> for built-in kinds.</summary>
internal static class BuiltInColumns
{
    public static readonly Column Name = new("Name", "string", "name", 0, (item, _) => Json.Text(item, "metadata", "name"));
    public static readonly Column Age = new("Age", "string", "", 0, (item, now) => Ages.Since(Json.Text(item, "metadata", "creationTimestamp"), now));

    public static IReadOnlyList<Column> For(ResourceInfo resource) => Known.GetValueOrDefault(resource.GroupResource) ?? [Name, Age];

    private static readonly Dictionary<string, IReadOnlyList<Column>> Known = new(StringComparer.Ordinal)
    {
        ["configmaps"] = [Name, Number("Data", item => Count(item, "data") + Count(item, "binaryData")), Age],
        ["secrets"] = [Name, Text("Type", "type"), Number("Data", item => Count(item, "data")), Age],
        ["namespaces"] = [Name, Text("Status", "status", "phase"), Age],
        ["serviceaccounts"] = [Name, Number("Secrets", item => Json.List(item, "secrets")?.Count ?? 0), Age],
        ["services"] =
        [
            Name, Text("Type", "spec", "type"), Or("Cluster-IP", "<none>", "spec", "clusterIP"), String("External-IP", 0, ServiceCells.ExternalIp),
            String("Port(s)", 0, ServiceCells.Ports), Age, String("Selector", 1, item => Pairs(Json.TextMap(item, "spec", "selector"))),
        ],
        ["endpoints"] = [Name, String("Endpoints", 0, EndpointCells.OfEndpoints), Age],
        ["endpointslices.discovery.k8s.io"] = [Name, Text("AddressType", "addressType"), String("Ports", 0, EndpointCells.Ports), String("Endpoints", 0, EndpointCells.OfSlice), Age],
        ["pods"] =
        [
            Name, String("Ready", 0, PodCells.Ready), String("Status", 0, PodCells.Status), Dated("Restarts", PodCells.Restarts), Age,
            String("IP", 1, item => Json.Text(item, "status", "podIP") ?? "<none>"), String("Node", 1, item => Json.Text(item, "spec", "nodeName") ?? "<none>"),
            String("Nominated Node", 1, item => Json.Text(item, "status", "nominatedNodeName") ?? "<none>"), String("Readiness Gates", 1, _ => "<none>"),
        ],
        ["nodes"] =
        [
            Name, String("Status", 0, NodeCells.Status), String("Roles", 0, NodeCells.Roles), Age, String("Version", 0, item => Json.Text(item, "status", "nodeInfo", "kubeletVersion") ?? ""),
            String("Internal-IP", 1, item => NodeCells.Address(item, "InternalIP")), String("External-IP", 1, item => NodeCells.Address(item, "ExternalIP")),
            String("OS-Image", 1, item => Json.Text(item, "status", "nodeInfo", "osImage") ?? "<unknown>"), String("Kernel-Version", 1, item => Json.Text(item, "status", "nodeInfo", "kernelVersion") ?? "<unknown>"),
            String("Container-Runtime", 1, item => Json.Text(item, "status", "nodeInfo", "containerRuntimeVersion") ?? "<unknown>"),
        ],
        ["events"] =
        [
            Dated("Last Seen", (item, now) => Ages.Since(Json.Text(item, "lastTimestamp") ?? Json.Text(item, "eventTime") ?? Json.Text(item, "metadata", "creationTimestamp"), now)),
            Text("Type", "type"), Text("Reason", "reason"), String("Object", 0, item => $"{Json.Text(item, "involvedObject", "kind")?.ToLowerInvariant()}/{Json.Text(item, "involvedObject", "name")}"),
            String("Message", 0, item => (Json.Text(item, "message") ?? "").Trim()), new("Name", "string", "name", 1, (item, _) => Json.Text(item, "metadata", "name")),
        ],
        ["persistentvolumeclaims"] =
        [
            Name, Text("Status", "status", "phase"), Text("Volume", "spec", "volumeName"), String("Capacity", 0, item => Json.Text(item, "status", "capacity", "storage") ?? ""),
            String("Access Modes", 0, item => string.Join(',', Json.Texts(item, "spec", "accessModes").Select(AccessMode))), Text("StorageClass", "spec", "storageClassName"), Age,
        ],
        ["persistentvolumes"] =
        [
            Name, String("Capacity", 0, item => Json.Text(item, "spec", "capacity", "storage") ?? ""), String("Access Modes", 0, item => string.Join(',', Json.Texts(item, "spec", "accessModes").Select(AccessMode))),
            Text("Reclaim Policy", "spec", "persistentVolumeReclaimPolicy"), Text("Status", "status", "phase"),
            String("Claim", 0, item => Json.Map(item, "spec", "claimRef") is { } claim ? $"{Json.Text(claim, "namespace")}/{Json.Text(claim, "name")}" : ""), Text("StorageClass", "spec", "storageClassName"), Age,
        ],
        ["deployments.apps"] =
        [
            Name, String("Ready", 0, item => $"{Of(item, "status", "readyReplicas")}/{Of(item, "spec", "replicas")}"), Count("Up-to-date", "status", "updatedReplicas"), Count("Available", "status", "availableReplicas"), Age,
            .. Containers("spec", "template"), String("Selector", 1, item => Pairs(Json.TextMap(item, "spec", "selector", "matchLabels"))),
        ],
        ["replicasets.apps"] =
        [
            Name, Count("Desired", "spec", "replicas"), Count("Current", "status", "replicas"), Count("Ready", "status", "readyReplicas"), Age,
            .. Containers("spec", "template"), String("Selector", 1, item => Pairs(Json.TextMap(item, "spec", "selector", "matchLabels"))),
        ],
        ["statefulsets.apps"] = [Name, String("Ready", 0, item => $"{Of(item, "status", "readyReplicas")}/{Of(item, "spec", "replicas")}"), Age, .. Containers("spec", "template")],
        ["daemonsets.apps"] =
        [
            Name, Count("Desired", "status", "desiredNumberScheduled"), Count("Current", "status", "currentNumberScheduled"), Count("Ready", "status", "numberReady"),
            Count("Up-to-date", "status", "updatedNumberScheduled"), Count("Available", "status", "numberAvailable"),
            String("Node Selector", 0, item => Pairs(Json.TextMap(item, "spec", "template", "spec", "nodeSelector"))), Age, .. Containers("spec", "template"),
        ],
        ["jobs.batch"] = [Name, String("Status", 0, JobCells.Status), String("Completions", 0, item => $"{Of(item, "status", "succeeded")}/{Json.Number(item, "spec", "completions") ?? 1}"), Dated("Duration", JobCells.Duration), Age],
        ["cronjobs.batch"] =
        [
            Name, Text("Schedule", "spec", "schedule"), Or("Timezone", "<none>", "spec", "timeZone"), String("Suspend", 0, item => Json.Flag(item, "spec", "suspend") == true ? "True" : "False"),
            Number("Active", item => Json.List(item, "status", "active")?.Count ?? 0), Dated("Last Schedule", (item, now) => Json.Text(item, "status", "lastScheduleTime") is { } last ? Ages.Since(last, now) : "<none>"), Age,
        ],
        ["ingresses.networking.k8s.io"] =
        [
            Name, Or("Class", "<none>", "spec", "ingressClassName"), String("Hosts", 0, item => Some(Json.Maps(item, "spec", "rules").Select(rule => Json.Text(rule, "host") ?? "*"), "*")),
            String("Address", 0, item => string.Join(',', Json.Maps(item, "status", "loadBalancer", "ingress").Select(one => Json.Text(one, "ip") ?? Json.Text(one, "hostname")))),
            String("Ports", 0, item => Json.List(item, "spec", "tls") is { Count: > 0 } ? "80, 443" : "80"), Age,
        ],
        ["networkpolicies.networking.k8s.io"] = [Name, String("Pod-Selector", 0, item => Pairs(Json.TextMap(item, "spec", "podSelector", "matchLabels"))), Age],
        ["poddisruptionbudgets.policy"] =
        [
            Name, String("Min Available", 0, item => Shown(Json.At(item, "spec", "minAvailable")) ?? "N/A"), String("Max Unavailable", 0, item => Shown(Json.At(item, "spec", "maxUnavailable")) ?? "N/A"),
            Count("Allowed Disruptions", "status", "disruptionsAllowed"), Age,
        ],
        ["horizontalpodautoscalers.autoscaling"] =
        [
            Name, String("Reference", 0, item => $"{Json.Text(item, "spec", "scaleTargetRef", "kind")}/{Json.Text(item, "spec", "scaleTargetRef", "name")}"), String("Targets", 0, _ => "<unknown>"),
            Count("MinPods", "spec", "minReplicas"), Count("MaxPods", "spec", "maxReplicas"), Count("Replicas", "status", "currentReplicas"), Age,
        ],
        ["rolebindings.rbac.authorization.k8s.io"] = [Name, String("Role", 0, Role), Age],
        ["clusterrolebindings.rbac.authorization.k8s.io"] = [Name, String("Role", 0, Role), Age],
        ["roles.rbac.authorization.k8s.io"] = [Name, new("Created At", "date", "", 0, (item, _) => Json.Text(item, "metadata", "creationTimestamp"))],
        ["clusterroles.rbac.authorization.k8s.io"] = [Name, new("Created At", "date", "", 0, (item, _) => Json.Text(item, "metadata", "creationTimestamp"))],
        ["customresourcedefinitions.apiextensions.k8s.io"] = [Name, new("Created At", "date", "", 0, (item, _) => Json.Text(item, "metadata", "creationTimestamp"))],
        ["validatingwebhookconfigurations.admissionregistration.k8s.io"] = [Name, Number("Webhooks", item => Json.List(item, "webhooks")?.Count ?? 0), Age],
        ["mutatingwebhookconfigurations.admissionregistration.k8s.io"] = [Name, Number("Webhooks", item => Json.List(item, "webhooks")?.Count ?? 0), Age],
        ["apiservices.apiregistration.k8s.io"] =
        [
            Name, String("Service", 0, item => Json.Map(item, "spec", "service") is { } service ? $"{Json.Text(service, "namespace")}/{Json.Text(service, "name")}" : "Local"),
            String("Available", 0, item => Json.Maps(item, "status", "conditions").Where(one => Json.Text(one, "type") == "Available").Select(one => Json.Text(one, "status")).FirstOrDefault() ?? "Unknown"), Age,
        ],
        ["storageclasses.storage.k8s.io"] =
        [
            Name, Text("Provisioner", "provisioner"), Text("ReclaimPolicy", "reclaimPolicy"), Text("VolumeBindingMode", "volumeBindingMode"),
            String("AllowVolumeExpansion", 0, item => Json.Flag(item, "allowVolumeExpansion") == true ? "true" : "false"), Age,
        ],
        ["priorityclasses.scheduling.k8s.io"] = [Name, Count("Value", "value"), String("Global-Default", 0, item => Json.Flag(item, "globalDefault") == true ? "true" : "false"), Age, Text("PreemptionPolicy", "preemptionPolicy")],
        ["leases.coordination.k8s.io"] = [Name, Text("Holder", "spec", "holderIdentity"), Age],
        ["resourcequotas"] = [Name, String("Request", 0, item => Quota(item, "requests.")), String("Limit", 0, item => Quota(item, "limits.")), Age],
    };

    private static Column Text(string name, params string[] path) => new(name, "string", "", 0, (item, _) => Json.Text(item, path) ?? "");

    private static Column Or(string name, string otherwise, params string[] path) => new(name, "string", "", 0, (item, _) => Json.Text(item, path) ?? otherwise);

    private static Column String(string name, int priority, Func<JsonObject, string> cell) => new(name, "string", "", priority, (item, _) => cell(item));

    private static Column Dated(string name, Func<JsonObject, DateTimeOffset, string> cell) => new(name, "string", "", 0, (item, now) => cell(item, now));

    private static Column Number(string name, Func<JsonObject, long> cell) => new(name, "string", "", 0, (item, _) => cell(item));

    private static Column Count(string name, params string[] path) => new(name, "integer", "", 0, (item, _) => Json.Number(item, path) ?? 0);

    private static Column[] Containers(params string[] path) =>
    [
        String("Containers", 1, item => string.Join(',', Json.Maps(Json.At(item, path), "spec", "containers").Select(one => Json.Text(one, "name")))),
        String("Images", 1, item => string.Join(',', Json.Maps(Json.At(item, path), "spec", "containers").Select(one => Json.Text(one, "image")))),
    ];

    private static long Count(JsonObject item, string member) => Json.Map(item, member)?.Count ?? 0;

    private static long Of(JsonObject item, params string[] path) => Json.Number(item, path) ?? 0;

    internal static string Pairs(IReadOnlyDictionary<string, string> pairs) =>
        pairs.Count == 0 ? "<none>" : string.Join(',', pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    internal static string Some(IEnumerable<string> texts, string none) => string.Join(',', texts) is { Length: > 0 } text ? text : none;

    private static string? Shown(JsonNode? node) => node is null ? null : Json.Text(node) ?? Json.ToText(node);

    private static string Role(JsonObject binding) => $"{Json.Text(binding, "roleRef", "kind")}/{Json.Text(binding, "roleRef", "name")}";

    private static string AccessMode(string mode) => mode switch { "ReadWriteOnce" => "RWO", "ReadOnlyMany" => "ROX", "ReadWriteMany" => "RWX", "ReadWriteOncePod" => "RWOP", _ => mode };

    private static string Quota(JsonObject item, string prefix) =>
        string.Join(", ", Json.TextMap(item, "status", "hard")
            .Where(pair => pair.Key.StartsWith("limits.", StringComparison.Ordinal) == (prefix == "limits."))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}: {Json.Text(item, "status", "used", pair.Key) ?? "0"}/{pair.Value}"));
}
