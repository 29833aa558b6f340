using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Google;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Tokens;

namespace LocalCloud.Tests.Google;

public sealed class IamTests
{
    private const string Accounts = $"/iam/v1/projects/{GoogleServer.Project}/serviceAccounts";
    private const string Email = "kfp-run@kfp-proj.iam.gserviceaccount.com";
    private const string Policy = $"/crm/v1/projects/{GoogleServer.Project}";

    private static async Task<GoogleServer> WithAccountAsync(Func<GoogleOptions, GoogleOptions>? configure = null)
    {
        var server = await GoogleServer.StartAsync(configure);
        (await server.PostAsync(Accounts, new { accountId = "kfp-run", serviceAccount = new { displayName = "KFP run" } })).Ok();
        return server;
    }

    private static async Task<JsonObject> KeyAsync(GoogleServer server)
    {
        var created = (await server.PostAsync($"{Accounts}/{Email}/keys", new { privateKeyType = "TYPE_GOOGLE_CREDENTIALS_FILE" })).Ok();
        return (JsonObject)JsonNode.Parse(Convert.FromBase64String(created["privateKeyData"]!))!;
    }

    private static FormUrlEncodedContent Assertion(GoogleServer server, JsonObject key, string? audience = null, string scope = "https://www.googleapis.com/auth/cloud-platform")
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(key["private_key"]!.GetValue<string>());
        var now = server.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = key["client_email"]!.GetValue<string>(), ["aud"] = audience ?? key["token_uri"]!.GetValue<string>(), ["iat"] = now, ["exp"] = now + 3600, ["scope"] = scope };
        return new FormUrlEncodedContent([new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", Jwt.Sign(claims, rsa, key["private_key_id"]!.GetValue<string>()))]);
    }

    [Fact]
    public async Task A_service_account_is_created_once_and_found_by_its_address()
    {
        await using var server = await WithAccountAsync();
        var account = (await server.GetAsync($"{Accounts}/{Email}")).Ok();
        Assert.Equal("KFP run", account["displayName"]);
        Assert.Equal(21, account["uniqueId"]!.Length);
        var refusal = (await server.PostAsync(Accounts, new { accountId = "kfp-run" })).Refused(409, "Service account kfp-run already exists within project projects/kfp-proj.");
        Assert.Equal("ALREADY_EXISTS", refusal["error.status"]);
        (await server.GetAsync($"{Accounts}/nope@kfp-proj.iam.gserviceaccount.com")).Refused(404, "Unknown service account");
        (await server.GetAsync("/iam/v1/projects/-/serviceAccounts/nope@kfp-proj.iam.gserviceaccount.com")).Refused(403, "Permission 'iam.serviceAccounts.get' denied on resource (or it may not exist).");
    }

    [Theory]
    [InlineData("short", "between 6 and 30")]
    [InlineData("UPPERCASE", "lower case")]
    [InlineData("ends-with-", "lower case")]
    public async Task A_bad_account_id_is_refused(string id, string why)
    {
        await using var server = await GoogleServer.StartAsync();
        (await server.PostAsync(Accounts, new { accountId = id })).Refused(400, why);
    }

    [Fact]
    public async Task The_private_key_of_a_created_key_signs_what_the_token_endpoint_accepts()
    {
        await using var server = await WithAccountAsync();
        var key = await KeyAsync(server);
        Assert.Equal($"{server.Address}/oauth/token", key["token_uri"]!.GetValue<string>());
        server.Token = null;
        var answer = (await server.PostAsync("/oauth/token", Assertion(server, key))).Ok();
        server.Token = answer["access_token"];
        var info = (await server.GetAsync($"/oauth/tokeninfo?access_token={answer["access_token"]}")).Ok();
        Assert.Equal(Email, info["email"]);

        // The account has no rights yet; the token is good, the answer is 403 and not 401.
        (await server.GetAsync("/container/v1/projects/kfp-proj/locations/-/clusters")).Refused(403, "Required \"container.clusters.list\" permission(s)");
        server.World.Policies.AddMember("projects/kfp-proj", "roles/container.viewer", $"serviceAccount:{Email}");
        (await server.GetAsync("/container/v1/projects/kfp-proj/locations/-/clusters")).Ok();
    }

    [Fact]
    public async Task A_token_ends_with_its_hour()
    {
        await using var server = await WithAccountAsync();
        server.Token = server.World.Tokens.Issue(GoogleOptions.RehearsalMember);
        (await server.GetAsync(Accounts)).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(61));
        var refusal = (await server.GetAsync(Accounts)).Refused(401);
        Assert.Equal("UNAUTHENTICATED", refusal["error.status"]);
        Assert.Contains("invalid_token", refusal.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_signatures_keys_and_audiences_are_invalid_grants()
    {
        await using var server = await WithAccountAsync();
        var key = await KeyAsync(server);
        var foreign = key.DeepClone().AsObject();
        using (var other = RSA.Create(2048)) foreign["private_key"] = other.ExportPkcs8PrivateKeyPem();
        (await server.PostAsync("/oauth/token", Assertion(server, foreign))).Refused(400, "Invalid JWT Signature.");
        (await server.PostAsync("/oauth/token", Assertion(server, key, audience: "https://elsewhere"))).Refused(400, "Failed audience check");
        (await server.DeleteAsync($"{Accounts}/{Email}/keys/{key["private_key_id"]}")).Ok();
        var refusal = (await server.PostAsync("/oauth/token", Assertion(server, key))).Refused(400, "Invalid JWT Signature.");
        Assert.Equal("invalid_grant", refusal["error"]);
    }

    [Fact]
    public async Task There_are_ten_keys_at_most()
    {
        await using var server = await WithAccountAsync();
        for (var number = 0; number < ServiceAccountKeys.Most; number++) server.World.Keys.Create(Email, server.Address);
        var refusal = (await server.PostAsync($"{Accounts}/{Email}/keys", "{}")).Refused(429, "Maximum number of keys on account reached.");
        Assert.Equal("86401s", refusal["error.details[0].retryDelay"]);
        Assert.Equal(10, ((JsonArray)(await server.GetAsync($"{Accounts}/{Email}/keys?keyTypes=USER_MANAGED")).Json!["keys"]!).Count);
        Assert.Equal(11, ((JsonArray)(await server.GetAsync($"{Accounts}/{Email}/keys")).Json!["keys"]!).Count);
    }

    [Fact]
    public async Task An_organisation_may_forbid_keys()
    {
        await using var server = await WithAccountAsync();
        server.World.Projects.Put(server.World.Projects.Get("kfp-proj") with { Constraints = ["constraints/iam.disableServiceAccountKeyCreation"] });
        var refusal = (await server.PostAsync($"{Accounts}/{Email}/keys", "{}")).Refused(400, "Key creation is not allowed on this service account.");
        Assert.Equal("FAILED_PRECONDITION", refusal["error.status"]);
        Assert.Equal("constraints/iam.disableServiceAccountKeyCreation", refusal["error.details[0].violations[0].type"]);
    }

    [Fact]
    public async Task A_new_account_is_not_seen_at_once_and_then_every_other_time()
    {
        await using var server = await WithAccountAsync(options => options with { Consistency = new GoogleConsistency { ServiceAccount = TimeSpan.FromSeconds(20), Flapping = true } });
        (await server.GetAsync($"{Accounts}/{Email}")).Refused(404);
        (await server.PostAsync($"{Policy}:setIamPolicy", new { policy = new { bindings = new[] { new { role = "roles/viewer", members = new[] { $"serviceAccount:{Email}" } } } } })).Refused(400, $"Service account {Email} does not exist.");
        server.Clock.Advance(TimeSpan.FromSeconds(11));
        var seen = new List<int>();
        for (var look = 0; look < 4; look++) seen.Add((await server.GetAsync($"{Accounts}/{Email}")).Status);
        Assert.Equal([404, 200, 404, 200], seen);
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        (await server.GetAsync($"{Accounts}/{Email}")).Ok();
        (await server.GetAsync($"{Accounts}/{Email}")).Ok();
    }

    [Fact]
    public async Task A_new_key_signs_in_vain_until_it_is_known_everywhere()
    {
        await using var server = await WithAccountAsync(options => options with { Consistency = new GoogleConsistency { Key = TimeSpan.FromSeconds(30) } });
        var key = await KeyAsync(server);
        (await server.PostAsync("/oauth/token", Assertion(server, key))).Refused(400, "Invalid JWT Signature.");
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        (await server.PostAsync("/oauth/token", Assertion(server, key))).Ok();
    }

    [Fact]
    public async Task A_policy_write_with_an_old_mark_is_aborted_with_both_marks_in_the_text()
    {
        await using var server = await WithAccountAsync();
        var read = (await server.PostAsync($"{Policy}:getIamPolicy", """{"options":{"requestedPolicyVersion":3}}""")).Ok();
        server.World.Policies.AddMember("projects/kfp-proj", "roles/viewer", "user:other@example.com");
        var refusal = (await server.PostAsync($"{Policy}:setIamPolicy", new { policy = read.Json })).Refused(409, "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff. The request's ETag '");
        Assert.Equal("ABORTED", refusal["error.status"]);
    }

    [Fact]
    public async Task A_mark_counts_as_bytes_in_either_alphabet()
    {
        await using var server = await WithAccountAsync();
        for (var change = 0; change < 200; change++)
        {
            var read = (await server.PostAsync($"{Policy}:getIamPolicy", "{}")).Ok().Json!.AsObject();
            read["etag"] = read["etag"]!.GetValue<string>().Replace('+', '-').Replace('/', '_').TrimEnd('=');
            (await server.PostAsync($"{Policy}:setIamPolicy", new JsonObject { ["policy"] = read.DeepClone() })).Ok();
        }
    }

    [Fact]
    public async Task A_policy_with_conditions_wants_version_3_both_ways()
    {
        await using var server = await WithAccountAsync();
        const string bindings = """[{"role":"roles/owner","members":["user:owner@example.com"]},{"role":"roles/viewer","members":["user:a@example.com"],"condition":{"title":"t","expression":"request.time < timestamp('2027-01-01T00:00:00Z')"}}]""";
        (await server.PostAsync($"{Policy}:setIamPolicy", $$"""{"policy":{"bindings":{{bindings}} } }""")).Refused(400, "version 3");
        (await server.PostAsync($"{Policy}:setIamPolicy", $$"""{"policy":{"version":3,"bindings":{{bindings}} } }""")).Ok();
        (await server.PostAsync($"{Policy}:getIamPolicy", """{"options":{"requestedPolicyVersion":1}}""")).Refused(400, "Requested policy version (1) cannot be less than the existing policy version (3)");
        Assert.Equal("3", (await server.PostAsync($"{Policy}:getIamPolicy", """{"options":{"requestedPolicyVersion":3}}""")).Ok()["version"]);
    }

    [Fact]
    public async Task Audit_configuration_stays_unless_the_mask_names_it()
    {
        await using var server = await WithAccountAsync();
        const string audit = """[{"service":"allServices","auditLogConfigs":[{"logType":"DATA_READ"}]}]""";
        const string owner = """[{"role":"roles/owner","members":["user:owner@example.com"]}]""";
        (await server.PostAsync($"{Policy}:setIamPolicy", $$"""{"policy":{"bindings":{{owner}},"auditConfigs":{{audit}} },"updateMask":"bindings,etag,auditConfigs"}""")).Ok();
        (await server.PostAsync($"{Policy}:setIamPolicy", $$"""{"policy":{"bindings":{{owner}} } }""")).Ok();
        Assert.Equal("allServices", (await server.PostAsync($"{Policy}:getIamPolicy", "{}"))["auditConfigs[0].service"]);
    }

    [Fact]
    public async Task A_deleted_account_leaves_its_tombstone_and_comes_back_as_another()
    {
        await using var server = await WithAccountAsync();
        var uid = (await server.GetAsync($"{Accounts}/{Email}"))["uniqueId"];
        server.World.Policies.AddMember("projects/kfp-proj", "roles/viewer", $"serviceAccount:{Email}");
        (await server.DeleteAsync($"{Accounts}/{Email}")).Ok();
        var policy = (await server.PostAsync($"{Policy}:getIamPolicy", "{}")).Ok();
        Assert.Equal($"deleted:serviceAccount:{Email}?uid={uid}", policy["bindings[1].members[0]"]);

        Assert.NotEqual(uid, (await server.PostAsync(Accounts, new { accountId = "kfp-run" })).Ok()["uniqueId"]);
        var both = policy.Json!.DeepClone();
        both["bindings"]![1]!["members"]!.AsArray().Add((JsonNode)$"serviceAccount:{Email}");
        (await server.PostAsync($"{Policy}:setIamPolicy", new { policy = both })).Refused(400, $"Inconsistent representation of deleted member: 'deleted:serviceAccount:{Email}?uid={uid}' and 'serviceAccount:{Email}'.");
        (await server.PostAsync($"{Policy}:setIamPolicy", new { policy = policy.Json })).Ok();
    }

    [Theory]
    [InlineData("roles/viewer", "bob@example.com", "unknown type")]
    [InlineData("roles/viewer", "allUsers", "unknown type")]
    [InlineData("roles/vewer", "user:bob@example.com", "Role roles/vewer is not supported for this resource.")]
    [InlineData("roles/viewer", "serviceAccount:kfp-proj.svc.id.goog[ns/sa]", "Identity Pool does not exist (kfp-proj.svc.id.goog).")]
    public async Task A_policy_with_a_member_or_role_that_is_none_is_refused(string role, string member, string why)
    {
        await using var server = await GoogleServer.StartAsync();
        (await server.PostAsync($"{Policy}:setIamPolicy", new { policy = new { bindings = new[] { new { role, members = new[] { member } } } } })).Refused(400, why);
    }

    [Fact]
    public async Task Nobody_becomes_an_owner_of_a_project_without_an_organisation_by_a_policy()
    {
        await using var server = await GoogleServer.StartAsync();
        var refusal = (await server.PostAsync($"{Policy}:setIamPolicy", """{"policy":{"bindings":[{"role":"roles/owner","members":["user:owner@example.com","user:bob@example.com"]}]}}""")).Refused(400);
        Assert.Equal("SOLO_MUST_INVITE_OWNERS", refusal["error.details[0].type"]);
    }

    [Fact]
    public async Task Permissions_follow_the_roles_of_the_policy()
    {
        await using var server = await WithAccountAsync();
        server.World.Policies.AddMember("projects/kfp-proj", "roles/container.clusterViewer", $"serviceAccount:{Email}");
        server.Token = server.World.Tokens.Issue($"serviceAccount:{Email}");
        var held = await server.PostAsync($"{Policy}:testIamPermissions", """{"permissions":["container.clusters.get","container.clusters.create","iam.serviceAccounts.actAs"]}""");
        Assert.Equal("""["container.clusters.get"]""", held.Ok()["permissions"]);
        (await server.PostAsync($"{Policy}:setIamPolicy", """{"policy":{}}""")).Refused(403, "The caller does not have permission");
        (await server.GetAsync("/crm/v1/projects/unknown-project")).Refused(403, "The caller does not have permission");
    }

    [Fact]
    public async Task A_condition_limits_which_roles_may_be_granted()
    {
        await using var server = await WithAccountAsync();
        var allowed = new Condition("only", null, "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/iap.httpsResourceAccessor'])");
        server.World.Policies.AddMember("projects/kfp-proj", "roles/resourcemanager.projectIamAdmin", $"serviceAccount:{Email}", allowed);
        server.Token = server.World.Tokens.Issue($"serviceAccount:{Email}");
        var read = (await server.PostAsync($"{Policy}:getIamPolicy", """{"options":{"requestedPolicyVersion":3}}""")).Ok().Json!;
        JsonNode With(string role)
        {
            var copy = read.DeepClone();
            copy["bindings"]!.AsArray().Add(new JsonObject { ["role"] = role, ["members"] = new JsonArray("user:x@example.com") });
            return new JsonObject { ["policy"] = copy };
        }

        (await server.PostAsync($"{Policy}:setIamPolicy", With("roles/editor"))).Refused(403);
        (await server.PostAsync($"{Policy}:setIamPolicy", With("roles/iap.httpsResourceAccessor"))).Ok();
    }

    [Fact]
    public async Task A_job_without_keys_becomes_a_service_account()
    {
        await using var server = await WithAccountAsync();
        var provider = new IdentityProvider(GoogleServer.Number, "gh", "gh", IdentityProvider.GitHub)
        {
            Condition = "assertion.repository_owner == 'example' && attribute.repository == 'example/kubeflow'",
            Mapping = new Dictionary<string, string> { ["google.subject"] = "assertion.sub", ["attribute.repository"] = "assertion.repository" },
        };
        server.World.Exchange.Put(provider);
        server.World.Policies.AddMember($"projects/kfp-proj/serviceAccounts/{Email}", "roles/iam.workloadIdentityUser",
            $"principalSet://iam.googleapis.com/{provider.PoolName}/attribute.repository/example/kubeflow");
        server.World.Policies.AddMember("projects/kfp-proj", "roles/container.viewer", $"serviceAccount:{Email}");

        server.Token = "a-runner's-request-token";
        var job = (await server.GetAsync($"/oauth/ghoidc?audience={Uri.EscapeDataString($"https://iam.googleapis.com/{provider.Name}")}")).Ok();
        FormUrlEncodedContent Exchange(string token) => new(
        [
            new("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), new("audience", $"//iam.googleapis.com/{provider.Name}"),
            new("scope", "https://www.googleapis.com/auth/cloud-platform"), new("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            new("subject_token", token), new("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"),
        ]);
        server.Token = (await server.PostAsync("/oauth/sts/v1/token", Exchange(job["value"]!))).Ok()["access_token"];
        server.Token = (await server.PostAsync($"/oauth/v1/projects/-/serviceAccounts/{Email}:generateAccessToken", """{"scope":["https://www.googleapis.com/auth/cloud-platform"],"lifetime":"3600s"}""")).Ok()["accessToken"];
        (await server.GetAsync("/container/v1/projects/kfp-proj/locations/-/clusters")).Ok();

        server.World.GitHub.Claims["repository_owner"] = "someone-else";
        var stranger = server.World.GitHub.Issue($"https://iam.googleapis.com/{provider.Name}");
        Assert.Equal("unauthorized_client", (await server.PostAsync("/sts/v1/token", Exchange(stranger))).Refused(400)["error"]);
        var forged = string.Join('.', job["value"]!.Split('.')[..2]) + "." + Convert.ToBase64String(Encoding.ASCII.GetBytes("x")).TrimEnd('=');
        Assert.Equal("invalid_grant", (await server.PostAsync("/sts/v1/token", Exchange(forged))).Refused(400)["error"]);
        server.World.GitHub.Claims["repository_owner"] = "example";
        (await server.PostAsync("/sts/v1/token", Exchange(server.World.GitHub.Issue("x")))).Refused(400, "does not match the expected audience");
    }
}
