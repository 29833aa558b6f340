using System.Text.RegularExpressions;
using LocalCloud.Google.Http;

namespace LocalCloud.Google.Compute;

/// <summary>Names of resources, and the refusals that carry them.</summary>
internal static class ComputeNames
{
    private static readonly Regex Name = new(@"^[a-z]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant);

    public static string Require(string? name) => name is not null && Name.IsMatch(name) ? name
        : throw new GoogleException(400, "INVALID_ARGUMENT", $"Invalid value for field 'resource.name': '{name}'. Must be a match of regex '(?:[a-z](?:[-a-z0-9]{{0,61}}[a-z0-9])?)'", "invalid");

    public static GoogleException Missing(string path) => GoogleException.NotFound($"The resource '{path}' was not found");

    public static GoogleException Exists(string path) => GoogleException.AlreadyExists($"The resource '{path}' already exists");

    public static string Link(string path) => $"https://www.googleapis.com/compute/v1/{path}";
}
