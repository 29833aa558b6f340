using System.Text.RegularExpressions;

namespace LocalCloud.Kube.Api;

/// <summary>What names, labels and values may look like; the messages are the real server's.</summary>
internal static partial class Names
{
    private static readonly HashSet<string> Rfc1123Labels = new(StringComparer.Ordinal) { "namespaces" };
    private static readonly HashSet<string> PathSegments = new(StringComparer.Ordinal)
    {
        "roles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io",
    };

    /// <summary>What is wrong with an object's name, or null.</summary>
    public static string? Problem(ResourceInfo resource, string name)
    {
        if (resource.GroupResource == "services") return Rfc1035LabelProblem(name);
        if (Rfc1123Labels.Contains(resource.GroupResource)) return Rfc1123LabelProblem(name);
        if (PathSegments.Contains(resource.GroupResource)) return PathSegmentProblem(name);
        return SubdomainProblem(name);
    }

    public static string? SubdomainProblem(string name)
    {
        if (name.Length > 253) return "must be no more than 253 characters";
        return Subdomain().IsMatch(name) ? null
            : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    }

    public static string? Rfc1123LabelProblem(string name)
    {
        if (name.Length > 63) return "must be no more than 63 characters";
        return Label().IsMatch(name) ? null
            : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    }

    public static string? Rfc1035LabelProblem(string name)
    {
        if (name.Length > 63) return "must be no more than 63 characters";
        return Label1035().IsMatch(name) ? null
            : "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    }

    public static string? QualifiedNameProblem(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var name = key[(slash + 1)..];
        if (slash == 0) return "prefix part must be non-empty";
        if (slash > 0 && SubdomainProblem(key[..slash]) is { } prefix) return "prefix part " + prefix;
        if (name.Length == 0) return "name part must be non-empty";
        if (name.Length > 63) return "name part must be no more than 63 characters";
        return QualifiedName().IsMatch(name) ? null
            : "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    }

    public static string? LabelValueProblem(string value)
    {
        if (value.Length > 63) return "must be no more than 63 characters";
        return value.Length == 0 || QualifiedName().IsMatch(value) ? null
            : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    }

    public static string? ConfigKeyProblem(string key)
    {
        if (key.Length > 253) return "must be no more than 253 characters";
        return ConfigKey().IsMatch(key) && key is not ("." or "..") && !key.StartsWith("..", StringComparison.Ordinal) ? null
            : "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
    }

    private static string? PathSegmentProblem(string name)
    {
        if (name is "." or "..") return $"may not be '{name}'";
        if (name.Contains('/', StringComparison.Ordinal)) return "may not contain '/'";
        return name.Contains('%', StringComparison.Ordinal) ? "may not contain '%'" : null;
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Label1035();

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ConfigKey();
}
