using System.IO.Enumeration;
using System.Text.RegularExpressions;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Iam;

/// <summary>
/// Which permissions a role has. The table (<c>roles.txt</c>) names the predefined roles a Kubeflow deployment meets; a role
/// without permissions in it exists and grants nothing here. Custom roles come from scenarios.
/// </summary>
public sealed class RoleBook
{
    private static readonly Lazy<IReadOnlyDictionary<string, IReadOnlyList<string>>> Predefined = new(ReadTable);
    private static readonly Regex CustomName = new(@"^(projects|organizations)/[^/]+/roles/[A-Za-z0-9_.]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private readonly Table<CustomRole> _custom;

    internal RoleBook(WorldContext context) => _custom = context.Table<CustomRole>("roles");

    /// <summary>Names of the predefined roles, in order.</summary>
    public static IEnumerable<string> PredefinedNames => Predefined.Value.Keys.Order(StringComparer.Ordinal);

    /// <summary>True when a policy may name the role.</summary>
    public bool Knows(string role) => CustomName.IsMatch(role) ? _custom.Find(role) is not null : Predefined.Value.ContainsKey(role);

    /// <summary>True when the role has the permission.</summary>
    public bool Has(string role, string permission)
    {
        var patterns = Predefined.Value.GetValueOrDefault(role) ?? _custom.Find(role)?.Permissions;
        return patterns is not null
            && patterns.Any(pattern => pattern[0] != '!' && FileSystemName.MatchesSimpleExpression(pattern, permission, ignoreCase: false))
            && !patterns.Any(pattern => pattern[0] == '!' && FileSystemName.MatchesSimpleExpression(pattern.AsSpan(1), permission, ignoreCase: false));
    }

    /// <summary>Permissions of a role as patterns (<c>container.*</c>; <c>!</c> takes one away), or null when nobody knows it.</summary>
    public IReadOnlyList<string>? PermissionsOf(string role) => Predefined.Value.GetValueOrDefault(role) ?? _custom.Find(role)?.Permissions;

    /// <summary>Adds a custom role: <c>projects/P/roles/Name</c>.</summary>
    public void Add(string role, IReadOnlyList<string> permissions) => _custom.Put(role, new CustomRole(role, permissions));

    private static Dictionary<string, IReadOnlyList<string>> ReadTable()
    {
        using var stream = typeof(RoleBook).Assembly.GetManifestResourceStream("roles.txt") ?? throw new InvalidOperationException("The resource roles.txt is missing.");
        using var reader = new StreamReader(stream);
        var roles = new Dictionary<string, IReadOnlyList<string>>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            roles.Add(words[0], words[1..]);
        }

        return roles;
    }
}
