using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Checks of Services.</summary>
internal static class ServiceValidation
{
    private static readonly string[] Types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];

    public static void Check(JsonObject document, List<StatusCause> causes)
    {
        var spec = Json.Map(document, "spec") ?? [];
        var type = Json.Text(spec, "type") ?? "";
        if (!Types.Contains(type, StringComparer.Ordinal)) causes.Add(StatusCause.NotSupported("spec.type", $"\"{type}\"", Types));
        if (type == "ExternalName")
        {
            if (Json.Text(spec, "externalName") is not { Length: > 0 }) causes.Add(StatusCause.Required("spec.externalName"));
            return;
        }
        var ports = Json.Maps(spec, "ports").ToList();
        if (ports.Count == 0 && Json.Text(spec, "clusterIP") != "None") causes.Add(StatusCause.Required("spec.ports"));
        for (var i = 0; i < ports.Count; i++) CheckPort(ports[i], string.Create(CultureInfo.InvariantCulture, $"spec.ports[{i}]"), ports.Count > 1, causes);
    }

    private static void CheckPort(JsonObject port, string place, bool needsName, List<StatusCause> causes)
    {
        var name = Json.Text(port, "name") ?? "";
        if (name.Length == 0 && needsName) causes.Add(StatusCause.Required($"{place}.name"));
        else if (name.Length > 0 && Names.Rfc1123LabelProblem(name) is { } problem) causes.Add(StatusCause.Invalid($"{place}.name", $"\"{name}\"", problem));
        var number = Json.Number(port, "port") ?? 0;
        if (number is < 1 or > 65535) causes.Add(StatusCause.Invalid($"{place}.port", Json.Invariant(number), "must be between 1 and 65535, inclusive"));
    }
}
