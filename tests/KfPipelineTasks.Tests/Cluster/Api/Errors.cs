using System.Net;
using System.Text;
using KfPipelineTasks.Cluster.Api;

namespace KfPipelineTasks.Tests.Cluster.Api;

public sealed class Errors
{
    [Theory]
    [InlineData(401, "Unauthorized", "Unauthorized", "", KubeErrorKind.Unauthorized)]
    [InlineData(403, "Forbidden", "pods is forbidden: User \\\"x\\\" cannot list", "", KubeErrorKind.Forbidden)]
    [InlineData(403, "Forbidden", "unable to create new content in namespace demo because it is being terminated", ",\"details\":{\"causes\":[{\"reason\":\"NamespaceTerminating\",\"message\":\"m\",\"field\":\"metadata.namespace\"}]}", KubeErrorKind.NamespaceTerminating)]
    [InlineData(403, "Forbidden", "admission webhook \\\"w\\\" denied the request: no", "", KubeErrorKind.Denied)]
    [InlineData(400, "BadRequest", "admission webhook \\\"w\\\" denied the request: no", "", KubeErrorKind.Denied)]
    [InlineData(404, "NotFound", "configmaps \\\"x\\\" not found", ",\"details\":{\"name\":\"x\"}", KubeErrorKind.NotFound)]
    [InlineData(404, "NotFound", "the server could not find the requested resource", ",\"details\":{}", KubeErrorKind.KindNotServed)]
    [InlineData(409, "Conflict", "Apply failed with 1 conflict", ",\"details\":{\"causes\":[{\"reason\":\"FieldManagerConflict\",\"message\":\"conflict with m\",\"field\":\".data.a\"}]}", KubeErrorKind.FieldConflict)]
    [InlineData(409, "Conflict", "Operation cannot be fulfilled on configmaps", "", KubeErrorKind.Modified)]
    [InlineData(409, "AlreadyExists", "exists", "", KubeErrorKind.AlreadyExists)]
    [InlineData(410, "Expired", "too old", "", KubeErrorKind.Gone)]
    [InlineData(413, "RequestEntityTooLarge", "limit", "", KubeErrorKind.TooLarge)]
    [InlineData(422, "Invalid", "immutable", ",\"details\":{\"causes\":[{\"reason\":\"FieldValueInvalid\",\"message\":\"Invalid value: 1: field is immutable\",\"field\":\"spec.selector\"}]}", KubeErrorKind.Immutable)]
    [InlineData(422, "Invalid", "forbidden", ",\"details\":{\"causes\":[{\"reason\":\"FieldValueForbidden\",\"message\":\"Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden\",\"field\":\"spec\"}]}", KubeErrorKind.Immutable)]
    [InlineData(422, "Invalid", "both", ",\"details\":{\"causes\":[{\"reason\":\"FieldValueInvalid\",\"message\":\"field is immutable\",\"field\":\"spec.selector\"},{\"reason\":\"FieldValueRequired\",\"message\":\"Required value\",\"field\":\"spec.x\"}]}", KubeErrorKind.Invalid)]
    [InlineData(422, "Invalid", "no causes: field is immutable", "", KubeErrorKind.Invalid)]
    [InlineData(422, "Invalid", "hostPort", ",\"details\":{\"causes\":[{\"reason\":\"FieldValueForbidden\",\"message\":\"Forbidden: host ports are forbidden\",\"field\":\"spec.x\"}]}", KubeErrorKind.Invalid)]
    [InlineData(429, "TooManyRequests", "slow down", "", KubeErrorKind.Throttled)]
    [InlineData(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", "", KubeErrorKind.DisruptionBudget)]
    [InlineData(500, "InternalError", "Internal error occurred: failed calling webhook \\\"w\\\": failed to call webhook: x509", "", KubeErrorKind.WebhookUnreachable)]
    [InlineData(500, "InternalError", "conversion webhook for example.com/v1, Kind=W failed: Post: connection refused", "", KubeErrorKind.WebhookUnreachable)]
    [InlineData(500, "", "failed to create typed patch object (/cm; /v1, Kind=ConfigMap): .dat: field not declared in schema", "", KubeErrorKind.UnknownField)]
    [InlineData(500, "InternalError", "etcdserver: leader changed", "", KubeErrorKind.Unavailable)]
    [InlineData(500, "InternalError", "boom", "", KubeErrorKind.Other)]
    [InlineData(503, "ServiceUnavailable", "down", "", KubeErrorKind.Unavailable)]
    public async Task An_answer_is_told_apart_by_status_reason_and_causes(int status, string reason, string message, string more, KubeErrorKind kind)
    {
        using var response = FakeApi.Status(status, reason, message, more);
        var error = ErrorReader.FromAnswer("ConfigMap demo/x: apply", status, await response.Content.ReadAsByteArrayAsync(), response.Headers);
        Assert.Equal(kind, error.Kind);
        Assert.StartsWith("ConfigMap demo/x: apply failed: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_the_server_does_not_know_is_a_kind_that_is_not_served()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.NotFound);
        Assert.Equal(KubeErrorKind.KindNotServed, ErrorReader.FromAnswer("a", 404, Encoding.UTF8.GetBytes("404 page not found\n"), response.Headers).Kind);
    }

    [Fact]
    public void Warnings_are_read_out_of_their_header() =>
        Assert.Equal(["a \"quoted\" word", "second"], ServerWarning.Read("299 - \"a \\\"quoted\\\" word\", 299 kube \"second\""));
}
