using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>The setters of a package: what <c>ListSetters</c> shows.</summary>
/// <param name="Setters">Sorted by scope and name.</param>
/// <param name="PassedOver">Files with setter comments that are hidden or lie outside every scope.</param>
public sealed record SetterCatalog(IReadOnlyList<SetterCatalogEntry> Setters, IReadOnlyList<PassedOver> PassedOver)
{
    private const int MostFiles = 3;

    /// <summary>Reads a package. Values of the request that no comment uses are left out; files that are no YAML are skipped.</summary>
    public static async Task<SetterCatalog> ReadAsync(SetterRequest request, CancellationToken cancellation)
    {
        // Without values the plan tells every comment and the text that stands there now.
        var bare = request with { AllowUnused = true, SkipInvalid = true, Scopes = [.. request.Scopes.Select(s => s with { Values = SetterValues.None })] };
        var plan = await PackageSetters.PlanAsync(bare, cancellation);
        var scopes = PackageFiles.Of(request).Files.ToDictionary(f => f.File.Shown, f => f.Scope, StringComparer.Ordinal);
        var entries = from use in plan.Uses
                      from name in use.Pattern.Names.Distinct(StringComparer.Ordinal)
                      let scope = scopes[use.At.File]!
                      group use by (scope, name) into uses
                      orderby uses.Key.scope.Name, uses.Key.name
                      select Entry(uses.Key.name, uses.Key.scope, [.. uses]);
        return new SetterCatalog([.. entries], plan.PassedOver);
    }

    public Table ToTable() => new("Setters", ["NAME", "SCOPE", "VALUE", "TYPE", "USES", "FILES"],
        [.. Setters.Select(s => (IReadOnlyList<string>)[s.Name, s.Scope, s.Value ?? "(differs)", s.Type, $"{s.Uses}", Shown(s.Files)])]);

    /// <summary>An object with <c>setters</c> and <c>passedOver</c>; every entry has the names of the record's properties in camel case.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            setters = Setters,
            passedOver = PassedOver.Select(p => new { file = p.At.File, line = p.At.Line, comments = p.Comments, setters = p.Setters, because = p.Because }),
        },
        Json.Shown);

    // A table is for people; who wants every file takes the JSON form.
    private static string Shown(IReadOnlyList<string> files) =>
        string.Join(", ", files.Take(MostFiles)) + (files.Count > MostFiles ? $" and {files.Count - MostFiles} more" : "");

    private static SetterCatalogEntry Entry(string name, SetterScope scope, List<SetterUse> uses)
    {
        var texts = uses.Select(u => u.Before == SecretFields.Mark ? null : u.IsList ? u.Before : u.Pattern.Derive(u.Before)?.GetValueOrDefault(name))
            .OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var types = uses.Where(u => u.Pattern.OnlyName == name).Select(u => u.Type).Distinct(StringComparer.Ordinal).ToList();
        var value = scope.Values.TryGet(name, out var given) ? given.Text : texts.Count == 1 ? texts[0] : null;
        var files = uses.Select(u => u.At.File).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new SetterCatalogEntry(name, scope.Name, value, types.Count == 1 ? types[0] : "string", uses.Count, [.. files]);
    }
}
