using Cluster.Contract.Servers;

namespace Cluster.Contract.Expectations;

public static class Deleting
{
    private static async Task<string> OneAsync(ApiServer server, string more = "")
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";
        await server.CreateAsync(path, $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"{{{more}}}} }""");
        return path;
    }

    public static async Task A_plain_object_goes_at_once(ApiServer server)
    {
        var path = await OneAsync(server);
        Assert.Equal("Success", (await server.DeleteAsync(path + "/a")).Text("status"));
        Assert.Equal(404, (await server.GetAsync(path + "/a")).Code);
    }

    public static async Task A_finalizer_holds_the_object(ApiServer server)
    {
        var path = await OneAsync(server, ""","finalizers":["e.com/hold"]""");
        var marked = await server.DeleteAsync(path + "/a");
        Assert.NotEmpty(marked.Text("metadata", "deletionTimestamp"));
        Assert.Equal(200, (await server.GetAsync(path + "/a")).Code);
        await server.PatchAsync(path + "/a", """{"metadata":{"finalizers":null}}""");
        Assert.Equal(404, (await server.GetAsync(path + "/a")).Code);
    }

    public static async Task No_finalizer_is_added_to_what_is_going(ApiServer server)
    {
        var path = await OneAsync(server, ""","finalizers":["e.com/hold"]""");
        await server.DeleteAsync(path + "/a");
        var answer = await server.PatchAsync(path + "/a", """{"metadata":{"finalizers":["e.com/hold","e.com/more"]}}""");
        Assert.Equal(422, answer.Code);
        Assert.Contains("no new finalizers can be added if the object is being deleted", answer.Message, StringComparison.Ordinal);
        await server.PatchAsync(path + "/a", """{"metadata":{"finalizers":null}}""");
    }

    public static async Task Propagation_becomes_a_finalizer(ApiServer server)
    {
        var path = await OneAsync(server);
        var answer = await server.DeleteAsync(path + "/a?propagationPolicy=Foreground");
        Assert.Equal("foregroundDeletion", answer.Text("metadata", "finalizers", 0));
        await server.PatchAsync(path + "/a", """{"metadata":{"finalizers":null}}""");
    }

    public static async Task A_wrong_uid_deletes_nothing(ApiServer server)
    {
        var path = await OneAsync(server);
        var answer = await server.DeleteAsync(path + "/a", """{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"00000000-0000-0000-0000-000000000000"}}""");
        Assert.Equal((409, "Conflict"), (answer.Code, answer.Reason));
        Assert.Equal(200, (await server.GetAsync(path + "/a")).Code);
    }

    public static async Task A_collection_goes_by_label(ApiServer server)
    {
        var path = await OneAsync(server, ""","labels":{"x":"y"}""");
        await server.CreateAsync(path, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"}}""");
        Assert.Equal(200, (await server.DeleteAsync(path + "?labelSelector=x%3Dy")).Code);
        Assert.Equal((404, 200), ((await server.GetAsync(path + "/a")).Code, (await server.GetAsync(path + "/b")).Code));
    }
}
