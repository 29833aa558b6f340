using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Manifests.Graph;

/// <summary>Generates sets of objects with webhooks of every shape: rules, scopes, selectors, match policies, failure policies, backends of their own or none.</summary>
internal static class Bundles
{
    private static readonly string[] Namespaces = ["n1", "n2", "n3"];
    private static readonly string[] Keys = ["a", "b", "team"];
    private static readonly string[] Values = ["x", "y"];
    private static readonly (string Group, string[] Versions, string Kind, string Plural, bool Namespaced)[] Kinds =
    [
        ("", ["v1"], "ConfigMap", "configmaps", true),
        ("", ["v1"], "Service", "services", true),
        ("apps", ["v1"], "Deployment", "deployments", true),
        ("rbac.authorization.k8s.io", ["v1"], "ClusterRole", "clusterroles", false),
        ("example.com", ["v1", "v1beta1"], "Foo", "foos", true),
        ("example.com", ["v1"], "Bar", "bars", false),
    ];

    /// <summary>A set in no particular order: namespaces, CRDs, objects, webhook configurations.</summary>
    public static Gen<Resource[]> Set =>
        from labels in Labels.ListOf(Namespaces.Length)
        let namespaces = Namespaces.Zip(labels, (name, own) => Object("v1", "Namespace", null, name, own))
        from objects in Member.ListOf().Where(list => list.Count > 0)
        from configurations in Configuration.ListOf(3)
        from all in Gen.Shuffle(namespaces.Concat(Definitions).Concat(objects).Concat(configurations.Select((build, i) => build($"w{i}"))).DistinctBy(Identity).ToArray())
        select all.Select(node => Resource.FromJson(JsonSerializer.SerializeToElement(node), new SourcePosition("set.yaml", 1))).ToArray();

    private static IEnumerable<JsonObject> Definitions => Kinds.Where(kind => kind.Group == "example.com").Select(kind =>
    {
        var definition = Object("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, $"{kind.Plural}.{kind.Group}", []);
        definition["spec"] = new JsonObject
        {
            ["group"] = kind.Group,
            ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
            ["names"] = new JsonObject { ["kind"] = kind.Kind, ["plural"] = kind.Plural, ["singular"] = kind.Kind.ToLowerInvariant(), ["listKind"] = $"{kind.Kind}List" },
            ["versions"] = new JsonArray([.. kind.Versions.Select((version, i) => (JsonNode)new JsonObject { ["name"] = version, ["served"] = true, ["storage"] = i == 0, ["schema"] = Anything() })]),
        };
        return definition;
    });

    private static JsonObject Anything() =>
        new() { ["openAPIV3Schema"] = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true } };

    private static Gen<Dictionary<string, string>> Labels =>
        Gen.Elements(Keys).SelectMany(key => Gen.Elements(Values).Select(value => (key, value))).ListOf(2).Select(pairs => pairs.DistinctBy(pair => pair.key).ToDictionary(pair => pair.key, pair => pair.value));

    private static Gen<JsonObject> Member =>
        from kind in Gen.Elements(Kinds)
        from version in Gen.Elements(kind.Versions)
        from ns in Gen.Elements(Namespaces)
        from name in Gen.Elements("o1", "o2", "o3")
        from labels in Labels
        select Filled(Object(kind.Group.Length == 0 ? version : $"{kind.Group}/{version}", kind.Kind, kind.Namespaced ? ns : null, name, labels));

    private static JsonObject Filled(JsonObject node)
    {
        var name = node["metadata"]!["name"]!.GetValue<string>();
        node["spec"] = node["kind"]!.GetValue<string>() switch
        {
            "Service" => new JsonObject { ["ports"] = new JsonArray(new JsonObject { ["port"] = 443 }), ["selector"] = new JsonObject { ["app"] = name } },
            "Deployment" => new JsonObject
            {
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
                ["template"] = new JsonObject
                {
                    ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "c" }) },
                },
            },
            _ => null,
        };
        if (node["spec"] is null) node.Remove("spec");
        return node;
    }

    private static Gen<Func<string, JsonObject>> Configuration =>
        from kind in Gen.Elements("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")
        from webhooks in Webhook.ListOf(2)
        select (Func<string, JsonObject>)(name =>
        {
            var configuration = Object("admissionregistration.k8s.io/v1", kind, null, name, []);
            configuration["webhooks"] = new JsonArray([.. webhooks.Select((webhook, i) =>
            {
                var copy = webhook.DeepClone().AsObject();
                copy["name"] = $"{name}-{i}.example.com";
                return (JsonNode)copy;
            })]);
            return configuration;
        });

    private static Gen<JsonObject> Webhook =>
        from rules in Rule.ListOf(2)
        from policy in Gen.Frequency((4, Gen.Constant("Fail")), (1, Gen.Constant("Ignore")))
        from match in Gen.Elements("Exact", "Equivalent")
        from ns in Selector
        from own in Selector
        from serviceNamespace in Gen.Elements(Namespaces)
        from service in Gen.Elements("o1", "o2")
        select new JsonObject
        {
            ["clientConfig"] = new JsonObject { ["service"] = new JsonObject { ["name"] = service, ["namespace"] = serviceNamespace, ["path"] = "/" } },
            ["rules"] = new JsonArray([.. rules.Select(rule => rule.DeepClone())]),
            ["failurePolicy"] = policy,
            ["matchPolicy"] = match,
            ["namespaceSelector"] = ns.DeepClone(),
            ["objectSelector"] = own.DeepClone(),
            ["sideEffects"] = "None",
            ["admissionReviewVersions"] = new JsonArray("v1"),
        };

    private static Gen<JsonObject> Rule =>
        from kind in Gen.Elements(Kinds)
        from groups in Gen.Elements(kind.Group, kind.Group, "*")
        from versions in Gen.Elements(kind.Versions[^1], kind.Versions[0], "*")
        from resources in Gen.Elements(kind.Plural, kind.Plural, "*", "*/*", $"{kind.Plural}/*", $"{kind.Plural}/status", "namespaces")
        from operations in Gen.Elements("CREATE", "CREATE", "UPDATE", "*")
        from scope in Gen.Elements("*", "*", "Namespaced", "Cluster")
        select new JsonObject
        {
            ["apiGroups"] = new JsonArray(groups),
            ["apiVersions"] = new JsonArray(versions),
            ["resources"] = new JsonArray(resources),
            ["operations"] = new JsonArray(operations),
            ["scope"] = scope,
        };

    private static Gen<JsonObject> Selector => Gen.Frequency(
        (2, Gen.Constant(new JsonObject())),
        (1, from key in Gen.Elements(Keys) from value in Gen.Elements(Values) select new JsonObject { ["matchLabels"] = new JsonObject { [key] = value } }),
        (2, from key in Gen.Elements([.. Keys, "kubernetes.io/metadata.name"])
            from how in Gen.Elements("In", "NotIn", "Exists", "DoesNotExist")
            from values in Gen.Elements([.. Values, "n1"]).NonEmptyListOf()
            select new JsonObject { ["matchExpressions"] = new JsonArray(Expression(key, how, values)) }));

    private static JsonObject Expression(string key, string how, IEnumerable<string> values)
    {
        var expression = new JsonObject { ["key"] = key, ["operator"] = how };
        if (how is "In" or "NotIn") expression["values"] = new JsonArray([.. values.Distinct().Select(value => (JsonNode)value)]);
        return expression;
    }

    private static JsonObject Object(string apiVersion, string kind, string? ns, string name, Dictionary<string, string> labels)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (ns is not null) metadata["namespace"] = ns;
        if (labels.Count > 0) metadata["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        return new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
    }

    private static string Identity(JsonObject node) => $"{node["apiVersion"]!.GetValue<string>().Split('/')[0]} {node["kind"]} {node["metadata"]!["namespace"]} {node["metadata"]!["name"]}";
}
