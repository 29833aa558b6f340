using Cluster.Contract.Servers;

namespace Cluster.Contract.Expectations;

public static class Guarding
{
    private const string Webhooks = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";

    private static string Webhook(string name, string space, string more = "") => $$$"""
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"{{{name}}}"},"webhooks":[{"name":"gate.contract.example.com",
         "admissionReviewVersions":["v1"],"sideEffects":"None","timeoutSeconds":2,"clientConfig":{"service":{"name":"gate","namespace":"{{{space}}}","path":"/v"}},
         "namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"{{{space}}}"}},"rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["configmaps"]}]{{{more}}}}] }
        """;

    private const string ConfigMap = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":{"skip":"me"}}}""";

    private static async Task<Answer> WriteBehindAsync(ApiServer server, string more, bool withService = false)
    {
        var space = await server.NewNamespaceAsync();
        if (withService) await server.CreateAsync($"/api/v1/namespaces/{space}/services", """{"apiVersion":"v1","kind":"Service","metadata":{"name":"gate"},"spec":{"ports":[{"port":443}]}}""");
        await server.CreateAsync(Webhooks, Webhook(space, space, more));
        try
        {
            if (more.Length > 0) return await server.CreateAsync($"/api/v1/namespaces/{space}/configmaps", ConfigMap);
            var round = 0;
            return await ApiServer.UntilAsync("the webhook to be asked",
                () => server.CreateAsync($"/api/v1/namespaces/{space}/configmaps", ConfigMap.Replace("\"a\"", $"\"a{round++}\"", StringComparison.Ordinal)), answer => answer.Code != 201);
        }
        finally
        {
            await server.DeleteAsync($"{Webhooks}/{space}");
        }
    }

    public static async Task A_webhook_without_a_service_refuses_with_its_address(ApiServer server)
    {
        var answer = await WriteBehindAsync(server, "");
        Assert.Equal((500, "InternalError"), (answer.Code, answer.Reason));
        Assert.StartsWith("Internal error occurred: failed calling webhook \"gate.contract.example.com\": failed to call webhook: Post \"https://gate.contract-", answer.Message, StringComparison.Ordinal);
        Assert.EndsWith(".svc:443/v?timeout=2s\": service \"gate\" not found", answer.Message, StringComparison.Ordinal);
    }

    public static async Task A_webhook_without_endpoints_refuses(ApiServer server)
    {
        var answer = await WriteBehindAsync(server, "", withService: true);
        Assert.EndsWith("no endpoints available for service \"gate\"", answer.Message, StringComparison.Ordinal);
    }

    public static async Task A_webhook_that_may_fail_lets_the_write_pass(ApiServer server) =>
        Assert.Equal(201, (await WriteBehindAsync(server, ""","failurePolicy":"Ignore" """)).Code);

    public static async Task A_webhook_for_other_objects_is_not_asked(ApiServer server) =>
        Assert.Equal(201, (await WriteBehindAsync(server, ""","objectSelector":{"matchExpressions":[{"key":"skip","operator":"DoesNotExist"}]}""")).Code);

    public static async Task Rights_are_reviewed(ApiServer server)
    {
        var answer = await server.CreateAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            """{"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":{"resourceAttributes":{"verb":"create","group":"apps","resource":"deployments"}}}""");
        Assert.True(answer.At("status", "allowed")!.GetValue<bool>());
    }

    public static async Task A_role_lets_a_service_account_read(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        await server.CreateAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{space}/roles",
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""");
        await server.CreateAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{space}/rolebindings",
            $$$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"r"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},"subjects":[{"kind":"ServiceAccount","name":"bob","namespace":"{{{space}}}"}] }""");
        foreach (var (verb, allowed) in new[] { ("get", true), ("delete", false) })
        {
            await ApiServer.UntilAsync($"the right to {verb} to be {allowed}", () => server.CreateAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews",
                $$$"""{"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"system:serviceaccount:{{{space}}}:bob","resourceAttributes":{"namespace":"{{{space}}}","verb":"{{{verb}}}","resource":"pods"} } }"""),
                answer => answer.At("status", "allowed")!.GetValue<bool>() == allowed);
        }
    }

    public static async Task A_token_is_for_its_audience(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        await server.CreateAsync($"/api/v1/namespaces/{space}/serviceaccounts", """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"bob"}}""");
        var token = (await server.CreateAsync($"/api/v1/namespaces/{space}/serviceaccounts/bob/token", """{"spec":{"audiences":["pipelines"]}}""")).Text("status", "token");
        foreach (var (audience, authenticated) in new[] { ("pipelines", true), ("others", false) })
        {
            var review = await server.CreateAsync("/apis/authentication.k8s.io/v1/tokenreviews",
                $$$"""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":"{{{token}}}","audiences":["{{{audience}}}"] } }""");
            Assert.Equal(authenticated, review.At("status", "authenticated")?.GetValue<bool>() ?? false);
        }
    }

    public static async Task A_budget_protects_a_pod(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        var pods = $"/api/v1/namespaces/{space}/pods";
        await server.CreateAsync(pods, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"p"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"c","image":"i"}]}}""");
        await server.PatchAsync(pods + "/p/status", """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""");
        var budgets = $"/apis/policy/v1/namespaces/{space}/poddisruptionbudgets";
        await server.CreateAsync(budgets, """{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"b"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"p"}}}}""");
        await server.PatchAsync(budgets + "/b/status", """{"status":{"observedGeneration":1,"disruptionsAllowed":0,"currentHealthy":1,"desiredHealthy":1,"expectedPods":1}}""");
        const string Eviction = """{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"p"}}""";
        var refused = await server.CreateAsync(pods + "/p/eviction", Eviction);
        Assert.Equal((429, "Cannot evict pod as it would violate the pod's disruption budget."), (refused.Code, refused.Message));
        await server.PatchAsync(budgets + "/b/status", """{"status":{"disruptionsAllowed":1}}""");
        Assert.Equal(201, (await server.CreateAsync(pods + "/p/eviction", Eviction)).Code);
    }
}
