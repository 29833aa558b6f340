using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Kubeflow;

/// <summary>The environment and the flags of a container, as the program in it would see them.</summary>
internal sealed class ContainerEnvironment
{
    private readonly Dictionary<string, string> _variables;
    private readonly List<string> _words;

    private ContainerEnvironment(Dictionary<string, string> variables, List<string> words)
    {
        _variables = variables;
        _words = words;
    }

    /// <param name="workload">A Deployment.</param>
    /// <param name="container">Name of the container; null is the first.</param>
    public static ContainerEnvironment Of(ClusterView view, JsonObject workload, string? container = null)
    {
        var containers = Json.Maps(workload, "spec", "template", "spec", "containers").ToList();
        var found = containers.FirstOrDefault(one => container is null || Json.Text(one, "name") == container) ?? containers.FirstOrDefault();
        var variables = Variables(view, ClusterView.Namespace(workload), found);
        var words = Json.Texts(found, "command").Concat(Json.Texts(found, "args"));
        return new ContainerEnvironment(variables, [.. words.Select(word => Expand(word, variables))]);
    }

    /// <summary>A variable; null when it is not set.</summary>
    public string? this[string name] => _variables.GetValueOrDefault(name);

    /// <summary>The value behind a flag such as <c>-userid-header</c>; null when it is not given.</summary>
    public string? Flag(string name)
    {
        for (var at = 0; at < _words.Count; at++)
        {
            if (_words[at] == name) return at + 1 < _words.Count ? _words[at + 1] : null;
            if (_words[at].StartsWith(name + "=", StringComparison.Ordinal)) return _words[at][(name.Length + 1)..];
        }

        return null;
    }

    private static Dictionary<string, string> Variables(ClusterView view, string home, JsonObject? container)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var from in Json.Maps(container, "envFrom"))
        {
            foreach (var (name, value) in Data(view, home, Json.Text(from, "configMapRef", "name"))) variables[name] = value;
        }

        foreach (var variable in Json.Maps(container, "env"))
        {
            var reference = Json.Map(variable, "valueFrom", "configMapKeyRef");
            var value = reference is null
                ? Json.Text(variable, "value")
                : Data(view, home, Json.Text(reference, "name")).GetValueOrDefault(Json.Text(reference, "key") ?? "");
            if (value is not null) variables[Json.Text(variable, "name") ?? ""] = Expand(value, variables);
        }

        return variables;
    }

    private static IReadOnlyDictionary<string, string> Data(ClusterView view, string home, string? map) =>
        Json.TextMap(map is null ? null : view.Get(Kinds.ConfigMap, home, map), "data");

    private static string Expand(string text, Dictionary<string, string> variables) =>
        Regex.Replace(text, @"\$\((?<name>[A-Za-z_][A-Za-z0-9_]*)\)", match => variables.GetValueOrDefault(match.Groups["name"].Value) ?? match.Value, RegexOptions.None, TimeSpan.FromSeconds(1));
}
