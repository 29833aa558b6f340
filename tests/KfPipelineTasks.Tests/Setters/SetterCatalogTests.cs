using System.Text.Json;
using KfPipelineTasks.Manifests.Setters;

namespace KfPipelineTasks.Tests.Setters;

public sealed class SetterCatalogTests
{
    [Fact]
    public async Task A_catalog_tells_name_value_type_uses_and_files()
    {
        using var package = Package();
        var catalog = await SetterCatalog.ReadAsync(SetterRequest.For(package.Root, SetterValues.Of("--set", ("given", "value"), ("unused", "x"))), CancellationToken.None);
        Assert.Equal(
            [
                "differs:null:int:2:b.yaml", "given:value:string:1:a.yaml", "list:[a, b]:array:1:a.yaml", "number:3:int:1:a.yaml",
                "project:p:string:2:a.yaml b.yaml", "secret:null:string:1:b.yaml", "tag:v1:string:1:a.yaml", "unknown:null:string:1:b.yaml",
            ],
            catalog.Setters.Select(s => $"{s.Name}:{s.Value ?? "null"}:{s.Type}:{s.Uses}:{string.Join(' ', s.Files.Select(f => Path.GetFileName(f)))}"));
        var hidden = Assert.Single(catalog.PassedOver);
        Assert.Equal((1, "hidden"), (hidden.Comments, Assert.Single(hidden.Setters)));
    }

    [Fact]
    public async Task A_catalog_is_a_table_and_json()
    {
        using var package = Package();
        var catalog = await SetterCatalog.ReadAsync(SetterRequest.For(package.Root, SetterValues.None), CancellationToken.None);
        var table = catalog.ToTable();
        Assert.All(table.Rows, row => Assert.Equal(table.Headings.Count, row.Count));
        Assert.Contains(table.Rows, row => row is ["number", _, "3", "int", "1", var file] && file == package.At("a.yaml"));
        using var json = JsonDocument.Parse(catalog.ToJson());
        var number = json.RootElement.GetProperty("setters").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "number");
        Assert.Equal(["files", "name", "scope", "type", "uses", "value"], number.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(package.At("c.yaml"), json.RootElement.GetProperty("passedOver")[0].GetProperty("file").GetString());
    }

    private static TempPackage Package() => new(
        (".krmignore", "c.yaml\n"),
        ("a.yaml", "image: gcr.io/p/app:v1 # kpt-set: gcr.io/${project}/app:${tag}\nreplicas: 3 # kpt-set: ${number}\nenv: [a, b] # kpt-set: ${list}\ng: old # kpt-set: ${given}\n"),
        ("b.yaml", "kind: Secret\nproject: p # kpt-set: ${project}\nx: 1 # kpt-set: ${differs}\ny: 2 # kpt-set: ${differs}\nz: no # kpt-set: a-${unknown}\ndata:\n  s: hidden # kpt-set: ${secret}\n"),
        ("c.yaml", "h: old # kpt-set: ${hidden}\n"),
        ("broken.yaml", "h: [ # kpt-set: ${hidden}\n"));
}
