using System.Text;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>What is refused in a package however well it is written.</summary>
internal static class PackageChecks
{
    /// <exception cref="UsageException">The package brings a password that everybody knows, or a cluster that could never grow.</exception>
    public static void Refuse(PackageObjects objects, DeploySettings settings)
    {
        var problems = new Problems();
        // Of an object that comes twice the first counts, and that is the one made from the settings.
        foreach (var resource in objects.Kubeflow.Where(r => r.Id is { Group: "", Kind: "ConfigMap" or "Secret" }))
        {
            if (Texts(resource).SelectMany(WellKnownPassword.HashesIn).Any(WellKnownPassword.IsHashed))
                problems.Add($"{resource.Id}: it brings the password that every Kubeflow tutorial shows, and whoever finds the installation could sign in.", resource.Source, "Put a hash of your own in its place: htpasswd -nBC 12 admin; variant: dex does it for KFT_DEX_PASSWORD_HASH.");
        }

        problems.AddRange(Autoprovisioning.Problems(objects.Management, settings));
        problems.ThrowIfAny("objects");
    }

    private static IEnumerable<string> Texts(Resource resource)
    {
        foreach (var field in new[] { "data", "stringData" })
        {
            if (resource.At(field) is not { ValueKind: System.Text.Json.JsonValueKind.Object } map) continue;
            foreach (var entry in map.EnumerateObject().Where(e => e.Value.ValueKind == System.Text.Json.JsonValueKind.String))
                yield return resource.Id.Kind == "Secret" && field == "data" ? Decoded(entry.Value.GetString()!) : entry.Value.GetString()!;
        }
    }

    // What is no base64 the API server refuses with better words.
    private static string Decoded(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
