using LocalCloud.Host;

namespace LocalCloud.Tests.Kube;

public sealed class DefinitionControllerTests
{
    private const string Blocker = """
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": {"name": "guard"}, "webhooks": [{
          "name": "guard.example.com", "admissionReviewVersions": ["v1"], "sideEffects": "None", "failurePolicy": "Fail",
          "clientConfig": {"service": {"namespace": "default", "name": "guard"}, "caBundle": "bm90aGluZw=="},
          "rules": [{"apiGroups": ["apiextensions.k8s.io", "example.com"], "apiVersions": ["*"], "operations": ["UPDATE", "DELETE"], "resources": ["customresourcedefinitions/status", "things"]}]}]}
        """;

    [Fact]
    public async Task A_webhook_that_refuses_its_writes_holds_it_up_and_does_not_end_it()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch.AddYears(55));
        await using var kube = await KubeFixture.StartAsync(new LocalCloudOptions { Time = time });
        Assert.Equal(201, (await kube.PostAsync("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", Blocker)).Code);
        await DefineAsync(kube, "thing");
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(404, (await kube.GetAsync("/apis/example.com/v1/namespaces/default/things")).Code);
        await kube.SendAsync(HttpMethod.Delete, "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/guard");
        await ServedAsync(kube, time, "things");
        // And it goes on with others.
        await DefineAsync(kube, "other");
        await ServedAsync(kube, time, "others");
    }

    [Fact]
    public async Task Objects_that_a_webhook_keeps_go_with_their_definition_once_it_lets_them()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch.AddYears(55));
        await using var kube = await KubeFixture.StartAsync(new LocalCloudOptions { Time = time });
        await DefineAsync(kube, "thing");
        await ServedAsync(kube, time, "things");
        Assert.Equal(201, (await kube.PostAsync("/apis/example.com/v1/namespaces/default/things", """{"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "t"}}""")).Code);
        await kube.PostAsync("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", Blocker);
        await kube.SendAsync(HttpMethod.Delete, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.example.com");
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(200, (await kube.GetAsync("/apis/example.com/v1/namespaces/default/things/t")).Code);
        await kube.SendAsync(HttpMethod.Delete, "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/guard");
        await UntilAsync(kube, time, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.example.com", 404);
    }

    private static async Task DefineAsync(KubeFixture kube, string word)
    {
        const string definition = """
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "WORDs.example.com"}, "spec": {"group": "example.com", "scope": "Namespaced",
              "names": {"kind": "Thing", "plural": "WORDs", "singular": "WORD"}, "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
            """;
        var body = definition.Replace("WORD", word, StringComparison.Ordinal).Replace("Thing", word == "thing" ? "Thing" : "Other", StringComparison.Ordinal);
        Assert.Equal(201, (await kube.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", body)).Code);
    }

    private static Task ServedAsync(KubeFixture kube, ManualTime time, string plural) => UntilAsync(kube, time, $"/apis/example.com/v1/namespaces/default/{plural}", 200);

    // The controller follows a stream of its own: time goes on until it has seen what happened.
    private static Task UntilAsync(KubeFixture kube, ManualTime time, string path, int code) => KubeFixture.UntilAsync($"{code} of {path}", async () =>
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return (await kube.GetAsync(path)).Code == code;
    });
}
