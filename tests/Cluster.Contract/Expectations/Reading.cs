using Cluster.Contract.Servers;

namespace Cluster.Contract.Expectations;

public static class Reading
{
    private static async Task<string> FilledAsync(ApiServer server)
    {
        var space = await server.NewNamespaceAsync();
        for (var i = 0; i < 5; i++)
            await server.CreateAsync($"/api/v1/namespaces/{space}/configmaps", $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c{{{i}}}","labels":{"odd":"{{{i % 2}}}","n":"{{{i}}}"} } }""");
        return $"/api/v1/namespaces/{space}/configmaps";
    }

    private static string Names(Answer list) => string.Join(',', list.At("items")!.AsArray().Select(item => item!["metadata"]!["name"]!.GetValue<string>()));

    public static async Task Pages_show_one_moment(ApiServer server)
    {
        var path = await FilledAsync(server);
        var first = await server.GetAsync($"{path}?limit=2");
        Assert.Equal(3, first.At("metadata", "remainingItemCount")!.GetValue<int>());
        await server.DeleteAsync($"{path}/c3");
        var next = await server.GetAsync($"{path}?limit=2&continue={Uri.EscapeDataString(first.Text("metadata", "continue"))}");
        Assert.Equal("c0,c1|c2,c3", $"{Names(first)}|{Names(next)}");
        Assert.Equal(first.Version, next.Version);
    }

    public static async Task Label_selectors_select(ApiServer server)
    {
        var path = await FilledAsync(server);
        foreach (var (selector, expected) in new[] { ("odd=1", "c1,c3"), ("odd!=1", "c0,c2,c4"), ("n in (1,2),odd=0", "c2"), ("n notin (0,1,2)", "c3,c4"), ("!odd", ""), ("odd,n==4", "c4") })
            Assert.Equal(expected, Names(await server.GetAsync($"{path}?labelSelector={Uri.EscapeDataString(selector)}")));
    }

    public static async Task A_field_selector_selects_by_name(ApiServer server)
    {
        var path = await FilledAsync(server);
        Assert.Equal("c2", Names(await server.GetAsync($"{path}?fieldSelector=metadata.name%3Dc2")));
    }

    public static async Task Items_of_built_in_kinds_do_not_repeat_their_kind(ApiServer server)
    {
        var path = await FilledAsync(server);
        var list = await server.GetAsync(path);
        Assert.Equal("ConfigMapList", list.Text("kind"));
        Assert.Null(list.At("items", 0, "kind"));
    }

    public static async Task Metadata_alone_can_be_asked_for(ApiServer server)
    {
        var path = await FilledAsync(server);
        var list = await server.GetAsync(path, "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");
        Assert.Equal(("PartialObjectMetadataList", "PartialObjectMetadata"), (list.Text("kind"), list.Text("items", 0, "kind")));
    }

    public static async Task A_table_has_columns_and_cells(ApiServer server)
    {
        var path = await FilledAsync(server);
        var table = await server.GetAsync(path, "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.Equal(("Name", "Data", "Age"), (table.Text("columnDefinitions", 0, "name"), table.Text("columnDefinitions", 1, "name"), table.Text("columnDefinitions", 2, "name")));
        Assert.Equal("c0", table.Text("rows", 0, "cells", 0));
    }

    public static async Task A_version_from_the_future_is_too_large(ApiServer server)
    {
        var path = await FilledAsync(server);
        var answer = await server.GetAsync($"{path}?resourceVersion=99999999&resourceVersionMatch=NotOlderThan");
        Assert.Equal((504, "Timeout"), (answer.Code, answer.Reason));
    }

    public static async Task A_watch_goes_on_where_a_list_ended(ApiServer server)
    {
        var path = await FilledAsync(server);
        var list = await server.GetAsync(path);
        await server.PatchAsync($"{path}/c1", """{"data":{"x":"1"}}""");
        await server.DeleteAsync($"{path}/c2");
        var events = await server.WatchAsync($"{path}?watch=true&resourceVersion={list.Version}&timeoutSeconds=20", 2);
        Assert.Equal(["MODIFIED c1", "DELETED c2"], events.Select(one => $"{one["type"]} {one["object"]!["metadata"]!["name"]}"));
    }

    public static async Task A_watch_by_label_tells_objects_that_come_and_leave(ApiServer server)
    {
        var path = await FilledAsync(server);
        var list = await server.GetAsync(path);
        await server.PatchAsync($"{path}/c1", """{"metadata":{"labels":{"odd":"0"}}}""");
        await server.PatchAsync($"{path}/c2", """{"metadata":{"labels":{"odd":"1"}}}""");
        var events = await server.WatchAsync($"{path}?watch=true&labelSelector=odd%3D1&resourceVersion={list.Version}&timeoutSeconds=20", 2);
        Assert.Equal(["DELETED c1", "ADDED c2"], events.Select(one => $"{one["type"]} {one["object"]!["metadata"]!["name"]}"));
    }

    public static async Task A_watch_without_a_version_begins_with_what_is_there(ApiServer server)
    {
        var path = await FilledAsync(server);
        var events = await server.WatchAsync($"{path}?watch=true&labelSelector=odd%3D1&timeoutSeconds=20", 2);
        Assert.All(events, one => Assert.Equal("ADDED", one["type"]!.GetValue<string>()));
    }
}
