using System.Text.Json.Nodes;
using TestKit;

namespace LocalCloud.Tests.Google.Contract;

/// <summary>
/// Checks exchanges with the server against the discovery documents: is there such a method, does the request fit it, does
/// the answer. Without the documents nothing is checked.
/// </summary>
internal sealed class ApiContract
{
    // Prefix of the server, service path below it, document.
    private static readonly (string Prefix, string Document)[] Apis =
    [
        ("container/", "container.v1"), ("iam/", "iam.v1"), ("crm/v1/", "cloudresourcemanager.v1"), ("crm/v3/", "cloudresourcemanager.v3"), ("su/", "serviceusage.v1"),
        ("iap/", "iap.v1"), ("compute/compute/v1/", "compute.v1.subset"), ("storage/storage/v1/", "storage.v1"), ("krm/", "krmapihosting.v1.derived"),
        ("servicemanagement/", "servicemanagement.v1"), ("iamcredentials/", "iamcredentials.v1"), ("oauth/v1/projects/", "iamcredentials.v1"),
    ];

    // The compute document is a part of the whole, and two methods are older or newer than their documents.
    private static readonly string[] Elsewhere =
    [
        "/instanceGroupManagers", "/getHealth", "/regions", "/zones/", "/machineTypes", "/global/operations", "compute/v1/projects/kfp-proj", "addresses/",
    ];

    private static readonly Lazy<Dictionary<string, DiscoveryDocument>> Documents = new(() => Apis.Select(api => api.Document).Distinct().ToDictionary(name => name, DiscoveryDocument.Load));

    /// <summary>True where the documents are.</summary>
    public static bool IsKnown => SharedData.Root is not null;

    public static DiscoveryDocument Document(string name) => Documents.Value[name];

    /// <summary>What is wrong with an exchange; nothing when all is well.</summary>
    /// <param name="path">Path with prefix, without query.</param>
    public static IReadOnlyList<string> Problems(string method, string path, JsonNode? request, int status, JsonNode? answer)
    {
        path = Uri.UnescapeDataString(path).TrimStart('/').Split('?')[0];
        var api = Apis.FirstOrDefault(api => path.StartsWith(api.Prefix, StringComparison.Ordinal));
        if (!IsKnown || api.Document is null) return [];
        if (status >= 300) return ErrorProblems(path, status, answer);

        var document = Document(api.Document);
        var found = document.Find(method, Below(api.Prefix, path));
        if (found is null) return api.Document == "compute.v1.subset" && Elsewhere.Any(path.Contains) ? [] : [$"{document.Id} has no {method} {path}"];
        var check = new SchemaCheck(document);
        var problems = new List<string>();
        if (found.Request is not null) problems.AddRange(check.Check(found.Request, request).Select(problem => $"{found.Id} request{problem}"));
        if (found.Response is not null) problems.AddRange(check.Check(found.Response, answer).Select(problem => $"{found.Id} answer{problem}"));
        return problems;
    }

    private static string Below(string prefix, string path) => prefix switch
    {
        "crm/v1/" or "crm/v3/" => path["crm/".Length..],
        "oauth/v1/projects/" => path["oauth/".Length..],
        _ => path[prefix.Length..],
    };

    // Every refusal has the code of the answer inside and a text, whatever its shape.
    private static string[] ErrorProblems(string path, int status, JsonNode? answer) =>
        answer is null || (answer["error"]?["code"]?.GetValue<int>() == status && answer["error"]!["message"]!.GetValue<string>().Length > 0)
            ? [] : [$"{path}: HTTP {status} without its code and message in the body"];
}
