using System.Text.RegularExpressions;

namespace KfPipelineTasks.Settings;

/// <summary>The passwords that documents of Kubeflow and Dex show, plain or hashed. Whoever finds an installation tries them first.</summary>
public static partial class WellKnownPassword
{
    /// <summary>Hashes of a greater cost are not tried: each step of cost doubles the time, and 14 takes a second.</summary>
    public const int MostCost = 14;

    private static readonly string[] Passwords = ["12341234", "password"];

    /// <summary>True for one of the passwords itself.</summary>
    public static bool Is(string text) => Passwords.Contains(text, StringComparer.Ordinal);

    /// <summary>True for a bcrypt hash of one of them, whatever its salt and cost (up to <see cref="MostCost"/>). Takes as long as signing in does.</summary>
    public static bool IsHashed(string hash) =>
        Hash().Match(hash) is { Success: true } found && found.Length == hash.Length && int.Parse(found.Groups["cost"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) is >= 4 and <= MostCost
            && Passwords.Any(password => BCrypt.Net.BCrypt.Verify(password, hash));

    /// <summary>The bcrypt hashes in a text, each once.</summary>
    public static IEnumerable<string> HashesIn(string text) => Hash().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"\$2[aby]\$(?<cost>[0-3][0-9])\$[./A-Za-z0-9]{53}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hash();
}
