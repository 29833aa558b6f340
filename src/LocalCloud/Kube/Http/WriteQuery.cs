using LocalCloud.Kube.Api;
using LocalCloud.Kube.Auth;
using LocalCloud.Kube.Documents;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Kube.Http;

/// <summary>Reads the options of a write from the query.</summary>
internal static class WriteQuery
{
    private const int MaxManagerLength = 128;

    public static WriteOptions Read(HttpRequest request, UserInfo user, bool isApply, string optionsKind)
    {
        var manager = request.Query["fieldManager"].ToString();
        var causes = new List<StatusCause>();
        if (isApply && manager.Length == 0) causes.Add(StatusCause.Required("fieldManager", "is required for apply patch"));
        if (manager.Length > MaxManagerLength) causes.Add(StatusCause.TooLong("fieldManager", MaxManagerLength));
        if (manager.Any(c => char.IsControl(c))) causes.Add(StatusCause.Invalid("fieldManager", Quote(manager), "should not contain unprintable characters"));
        var dryRun = request.Query["dryRun"].ToString();
        if (dryRun is not ("" or "All")) causes.Add(StatusCause.NotSupported("dryRun", $"[{Quote(dryRun)}]", ["All"]));
        var validation = request.Query["fieldValidation"].ToString();
        if (validation is not ("" or "Warn" or "Strict" or "Ignore")) causes.Add(StatusCause.NotSupported("fieldValidation", Quote(validation), ["", "Ignore", "Strict", "Warn"]));
        var force = request.Query["force"].ToString() is "true" or "1";
        if (force && !isApply && optionsKind == "PatchOptions") causes.Add(StatusCause.Forbidden("force", "may not be specified for non-apply patch"));
        if (causes.Count > 0) throw ApiErrors.Invalid("meta.k8s.io", optionsKind, "", causes);
        return new WriteOptions
        {
            FieldManager = manager.Length > 0 ? manager : FromAgent(request.Headers.UserAgent.ToString()),
            DryRun = dryRun == "All",
            Force = force,
            FieldValidation = validation switch { "Strict" => FieldValidation.Strict, "Ignore" => FieldValidation.Ignore, _ => FieldValidation.Warn },
            User = user,
            Warnings = new List<string>(),
        };
    }

    private static string Quote(string text) => Json.ToText(System.Text.Json.Nodes.JsonValue.Create(text));

    private static string FromAgent(string agent)
    {
        var name = agent.Split('/')[0];
        return name.Length > MaxManagerLength ? name[..MaxManagerLength] : name;
    }
}
