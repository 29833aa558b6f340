using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;
using LocalCloud.Google.Wire;

namespace LocalCloud.Google.Iam;

/// <summary>IAM v1: service accounts, their keys and policies, roles.</summary>
internal sealed class IamApi : ApiSurface
{
    private const string Accounts = "v1/projects/{owner}/serviceAccounts";
    private const string Account = $"{Accounts}/{{account}}";
    private const string NoEnd = "9999-12-31T23:59:59Z";

    public IamApi(GoogleWorld world) : base(world, "iam", "iam.googleapis.com", ErrorShape.Mixed, FieldTable.Of("iam", "google.iam.admin.v1"))
    {
        Get("v1/projects/{project}/serviceAccounts", "iam.serviceAccounts.list", List);
        Post("v1/projects/{project}/serviceAccounts", "CreateServiceAccountRequest", "iam.serviceAccounts.create", Create);
        Get(Account, null, call => Show(Target(call, "iam.serviceAccounts.get")));
        Patch(Account, "PatchServiceAccountRequest", null, PatchAccount);
        Put(Account, "ServiceAccount", null, UpdateAccount);
        Delete(Account, null, DeleteAccount);
        Post($"{Account}:enable", "EnableServiceAccountRequest", null, call => Switch(call, disabled: false));
        Post($"{Account}:disable", "DisableServiceAccountRequest", null, call => Switch(call, disabled: true));
        Post($"{Account}:undelete", "UndeleteServiceAccountRequest", null, _ => throw ServiceAccounts.Unknown());
        Post($"{Account}:getIamPolicy", null, null, GetPolicy);
        Post($"{Account}:setIamPolicy", "SetIamPolicyRequest", null, SetPolicy);
        Post($"{Account}:testIamPermissions", "TestIamPermissionsRequest", null, Test);
        Get($"{Account}/keys", null, ListKeys);
        Post($"{Account}/keys", "CreateServiceAccountKeyRequest", null, CreateKey);
        Get($"{Account}/keys/{{key}}", null, call => Show(World.Keys.Get(Target(call, "iam.serviceAccountKeys.get").Email, call["key"])));
        Delete($"{Account}/keys/{{key}}", null, DeleteKey);
        Post($"{Account}/keys/{{key}}:disable", "DisableServiceAccountKeyRequest", null, call => SwitchKey(call, disabled: true));
        Post($"{Account}/keys/{{key}}:enable", "EnableServiceAccountKeyRequest", null, call => SwitchKey(call, disabled: false));
        Get("v1/roles/{role}", null, call => ShowRole($"roles/{call["role"]}"));
        Get("v1/roles", null, call => Page.Of(call, "roles", [.. RoleBook.PredefinedNames.Select(name => new JsonObject { ["name"] = name, ["title"] = name })], 1000));
        Post("v1/permissions:queryTestablePermissions", "QueryTestablePermissionsRequest", null, TestablePermissions);
    }

    protected override GoogleException Denied(ApiCall call, string permission, string resource) => GoogleException.PermissionDenied(
        $"Permission '{permission}' denied on resource (or it may not exist).",
        Detail.ErrorInfo("IAM_PERMISSION_DENIED", "iam.googleapis.com", ("permission", permission), ("resource", resource)));

    // With a wildcard for the project nobody can tell "not there" from "not yours": the real service answers 403.
    private ServiceAccount Target(ApiCall call, string permission)
    {
        var owner = call["owner"];
        var account = World.ServiceAccounts.FindVisible(call["account"]);
        if (owner != "-")
        {
            var project = World.Projects.Find(owner);
            World.Services.RequireActive(project ?? Project.Missing(owner), Service, Title);
            Require(call, permission, [.. account is null ? Array.Empty<string>() : [account.Name], project?.Resource ?? $"projects/{owner}"]);
            if (account is null || account.Project != project?.Id) throw ServiceAccounts.Unknown();
            return account;
        }

        if (account is null) throw Denied(call, permission, $"projects/-/serviceAccounts/{call["account"]}");
        World.Services.RequireActive(World.Projects.Get(account.Project), Service, Title);
        Require(call, permission, account.Name, $"projects/{account.Project}");
        return account;
    }

    private JsonObject List(ApiCall call) => Page.Of(call, "accounts",
        [.. World.ServiceAccounts.In(call.Project.Id).Where(account => World.ServiceAccounts.FindVisible(account.Email) is not null).Select(Show)], 100);

    private JsonObject Create(ApiCall call)
    {
        var texts = call.Body["serviceAccount"] as JsonObject ?? [];
        return Show(World.ServiceAccounts.Create(call.Project.Id, call.Body.Text("accountId") ?? "", texts.Text("displayName"), texts.Text("description")));
    }

    private JsonObject PatchAccount(ApiCall call)
    {
        var account = Target(call, "iam.serviceAccounts.update");
        var wanted = call.Body["serviceAccount"] as JsonObject ?? [];
        var mask = (call.Body.Text("updateMask") ?? "").Split(',', StringSplitOptions.TrimEntries);
        var changed = World.ServiceAccounts.Update(account.Email,
            mask.Any(path => path is "displayName" or "display_name") ? wanted.Text("displayName") ?? "" : null,
            mask.Contains("description") ? wanted.Text("description") ?? "" : null);

        // The real answer of a patch carries the changed texts and the name, nothing else.
        return new JsonObject { ["name"] = changed.Name }.With("displayName", changed.DisplayName).With("description", changed.Description);
    }

    private JsonObject UpdateAccount(ApiCall call)
    {
        var account = Target(call, "iam.serviceAccounts.update");
        return Show(World.ServiceAccounts.Update(account.Email, call.Body.Text("displayName") ?? "", call.Body.Text("description") ?? ""));
    }

    private JsonObject DeleteAccount(ApiCall call)
    {
        World.ServiceAccounts.Delete(Target(call, "iam.serviceAccounts.delete").Email);
        return [];
    }

    private JsonObject Switch(ApiCall call, bool disabled)
    {
        World.ServiceAccounts.SetDisabled(Target(call, disabled ? "iam.serviceAccounts.disable" : "iam.serviceAccounts.enable").Email, disabled);
        return [];
    }

    private JsonObject GetPolicy(ApiCall call)
    {
        var account = Target(call, "iam.serviceAccounts.getIamPolicy");
        return World.PolicyMethods.Get(account.Name, long.TryParse(call.Query["options.requestedPolicyVersion"], out var version) ? version : PolicyMethods.VersionIn(call.Body));
    }

    private JsonObject SetPolicy(ApiCall call) => World.PolicyMethods.Set(Target(call, "iam.serviceAccounts.setIamPolicy").Name, call.Body);

    private JsonObject Test(ApiCall call)
    {
        var account = World.ServiceAccounts.FindVisible(call["account"]) ?? throw ServiceAccounts.Unknown();
        return TestPermissions(call, account.Name, $"projects/{account.Project}");
    }

    private JsonObject ListKeys(ApiCall call)
    {
        var account = Target(call, "iam.serviceAccountKeys.list");
        var types = call.Query["keyTypes"].ToArray();
        var keys = new List<JsonObject>();
        if (types.Length == 0 || types.Contains("USER_MANAGED")) keys.AddRange(World.Keys.Of(account.Email).Select(Show));
        if (types.Length == 0 || types.Contains("SYSTEM_MANAGED")) keys.Add(SystemKey(account));
        return keys.Count == 0 ? [] : new JsonObject { ["keys"] = Json.Array(keys) };
    }

    private JsonObject CreateKey(ApiCall call)
    {
        var account = Target(call, "iam.serviceAccountKeys.create");
        if (call.Body.Text("privateKeyType") is { } type and not ("TYPE_GOOGLE_CREDENTIALS_FILE" or "TYPE_UNSPECIFIED"))
            throw GoogleException.InvalidArgument($"The private key type {type} is not available: only TYPE_GOOGLE_CREDENTIALS_FILE is.");
        var created = World.Keys.Create(account.Email, call.BaseAddress);
        var json = Show(created.Key);
        json["privateKeyType"] = "TYPE_GOOGLE_CREDENTIALS_FILE";
        json["privateKeyData"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(created.CredentialsFile));
        return json;
    }

    private JsonObject DeleteKey(ApiCall call)
    {
        World.Keys.Delete(Target(call, "iam.serviceAccountKeys.delete").Email, call["key"]);
        return [];
    }

    private JsonObject SwitchKey(ApiCall call, bool disabled)
    {
        World.Keys.SetDisabled(Target(call, disabled ? "iam.serviceAccountKeys.disable" : "iam.serviceAccountKeys.enable").Email, call["key"], disabled);
        return [];
    }

    private JsonObject ShowRole(string name)
    {
        if (World.Roles.PermissionsOf(name) is not { } permissions) throw GoogleException.NotFound($"The role named {name} was not found.");
        var exact = permissions.Where(permission => !permission.Contains('*') && !permission.StartsWith('!'));
        return new JsonObject { ["name"] = name, ["title"] = name, ["stage"] = "GA", ["includedPermissions"] = Json.List(exact) };
    }

    private JsonObject TestablePermissions(ApiCall call)
    {
        var names = RoleBook.PredefinedNames.SelectMany(role => World.Roles.PermissionsOf(role)!).Where(permission => !permission.Contains('*') && !permission.StartsWith('!'));
        return Page.Of(call, "permissions", [.. names.Distinct().Order(StringComparer.Ordinal).Select(name => new JsonObject { ["name"] = name, ["stage"] = "GA" })], 1000);
    }

    private static JsonObject Show(ServiceAccount account)
    {
        var json = new JsonObject { ["name"] = account.Name, ["projectId"] = account.Project, ["uniqueId"] = account.UniqueId, ["email"] = account.Email };
        json.With("displayName", account.DisplayName).With("description", account.Description);
        json["etag"] = account.Etag;
        json["oauth2ClientId"] = account.UniqueId;
        if (account.Disabled) json["disabled"] = true;
        return json;
    }

    private JsonObject Show(ServiceAccountKey key)
    {
        var account = World.ServiceAccounts.Find(key.Account)!;
        var json = KeyFields(account, key.Id, "USER_MANAGED", Ids.Seconds(key.CreateTime), NoEnd);
        if (key.Disabled) json["disabled"] = true;
        return json;
    }

    // Google keeps keys of its own for every account; they rotate and nobody sees their private part.
    private JsonObject SystemKey(ServiceAccount account)
    {
        var now = World.Now;
        return KeyFields(account, Ids.Derived($"{account.UniqueId}/system", 40), "SYSTEM_MANAGED", Ids.Seconds(now.AddDays(-1)), Ids.Seconds(now.AddDays(15)));
    }

    private static JsonObject KeyFields(ServiceAccount account, string id, string type, string after, string before) => new()
    {
        ["name"] = $"{account.Name}/keys/{id}",
        ["validAfterTime"] = after,
        ["validBeforeTime"] = before,
        ["keyAlgorithm"] = "KEY_ALG_RSA_2048",
        ["keyOrigin"] = "GOOGLE_PROVIDED",
        ["keyType"] = type,
    };
}
