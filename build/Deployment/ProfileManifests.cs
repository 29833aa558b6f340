using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>The objects of a team's profile.</summary>
internal static class ProfileManifests
{
    private const string Origin = "the settings";

    /// <summary>The profile itself, with its quota.</summary>
    public static Resource Profile(DeploySettings settings)
    {
        (string, string)[] values = [("profile", settings.Profile.Name), ("owner", settings.Profile.Owner)];
        var profile = settings.Variant == Variant.GkeIap
            ? OwnManifests.Read("profile/workload-identity.yaml", SetterValues.Of(Origin, [.. values, ("name", settings.Cluster.Name), ("gcloud.core.project", settings.Project.Id)]))
            : OwnManifests.Read("profile/profile.yaml", SetterValues.Of(Origin, values));
        return WithQuota(profile[0], settings.Profile.Quota);
    }

    /// <summary>The namespace that the profile's controller makes, as one to be deleted.</summary>
    public static Resource Namespace(string profile) => Resource.FromJson(JsonSerializer.SerializeToElement(new JsonObject
    {
        ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = profile },
    }));

    /// <summary>What a contributor needs: a role, and the way in.</summary>
    /// <param name="gateways">Principals of the mesh's gateways.</param>
    public static IEnumerable<Resource> Contributors(DeploySettings settings, UserHeader header, IReadOnlyList<string> gateways) => settings.Profile.Contributors.SelectMany(person =>
        OwnManifests.Read("profile/contributor.yaml", SetterValues.Of(Origin,
            ("profile", settings.Profile.Name), ("contributor", person), ("contributor-id", NameOf(person)), ("userid-header", header.Name), ("userid-prefix", header.Prefix),
            ("mesh-gateways", $"[{string.Join(", ", gateways)}]"))));

    // As Kubeflow's access management names its bindings: each run of other characters is one hyphen, so that the dashboard finds, and takes away, what was granted here.
    internal static string NameOf(string email)
    {
        var words = new List<StringBuilder> { new() };
        foreach (var letter in email.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter)) words[^1].Append(letter);
            else if (words[^1].Length > 0) words.Add(new StringBuilder());
        }

        return string.Join('-', words.Where(w => w.Length > 0));
    }

    private static Resource WithQuota(Resource profile, IReadOnlyDictionary<string, string> quota)
    {
        if (quota.Count == 0) return profile;
        var body = JsonNode.Parse(profile.Body.GetRawText())!.AsObject();
        var hard = new JsonObject(quota.OrderBy(q => q.Key, StringComparer.Ordinal).Select(q => KeyValuePair.Create(q.Key, (JsonNode?)q.Value)));
        body["spec"]!["resourceQuotaSpec"] = new JsonObject { ["hard"] = hard };
        return new Resource(profile.Id, JsonSerializer.SerializeToElement(body), profile.Source);
    }
}
