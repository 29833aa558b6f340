using System.Text.Json.Nodes;

namespace LocalCloud.Kube.Http;

/// <summary>Which Kubernetes this server speaks.</summary>
internal static class VersionInfo
{
    public static JsonObject Document() => new()
    {
        ["major"] = "1", ["minor"] = "34", ["emulationMajor"] = "1", ["emulationMinor"] = "34", ["minCompatibilityMajor"] = "1", ["minCompatibilityMinor"] = "33",
        ["gitVersion"] = "v1.34.9", ["gitCommit"] = "0000000000000000000000000000000000000000", ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z", ["goVersion"] = "go1.24.4", ["compiler"] = "gc", ["platform"] = "linux/amd64",
    };
}
