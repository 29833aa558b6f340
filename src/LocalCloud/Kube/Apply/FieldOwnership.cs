using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Apply;

/// <summary>
/// Server-side apply and the book-keeping of every other write. Documents are handed in and out without
/// <c>metadata.managedFields</c>; the owners travel beside them.
/// </summary>
internal static class FieldOwnership
{
    private const int MaxUpdaters = 10;

    /// <summary>Fields that nobody owns: the server's own and the ones that name the object.</summary>
    private static readonly FieldSet Unowned = FieldSet.FromJson(JsonReading.ParseObject(
        """{"f:apiVersion":{},"f:kind":{},"f:metadata":{".":{},"f:name":{},"f:namespace":{},"f:creationTimestamp":{},"f:selfLink":{},"f:uid":{},"f:clusterName":{},"f:generation":{},"f:managedFields":{},"f:resourceVersion":{}}}"""u8));

    /// <summary>Lays a configuration over the live document.</summary>
    /// <returns>The merged document, or null when it equals the live one; and the owners afterwards.</returns>
    /// <exception cref="FieldConflictException">Another manager owns a field with another value, and <paramref name="force"/> is off.</exception>
    public static (JsonObject? Document, List<FieldOwner> Owners) Apply(
        JsonObject live, JsonObject config, FieldType type, IReadOnlyList<FieldOwner> owners, FieldWriter writer, bool force)
    {
        var self = new FieldOwner(writer.Manager, FieldOwner.ApplyOperation, writer.ApiVersion, writer.Subresource, null, new FieldSet());
        var last = owners.FirstOrDefault(self.IsSame);
        var wanted = FieldSet.WithoutBranches(TypedTree.FieldsOf(config, type), writer.Ignored);
        self = self with { Fields = Owned(wanted), Time = last?.Time };

        var others = owners.Where(owner => !owner.IsSame(self)).ToList();
        var merged = (JsonObject)TypedTree.Merge(live, config, type)!;
        merged = Prune(merged, type, self with { Fields = wanted }, last, others);

        var comparison = TypedTree.Compare(live, merged, type);
        others = Concede(others, comparison, writer, force, throwConflicts: true);
        var changed = !(comparison.Added.IsEmpty && comparison.Modified.IsEmpty && comparison.Removed.IsEmpty);
        if (changed) self = self with { Time = writer.Now };
        if (!self.Fields.IsEmpty) others.Add(self);
        return (changed ? merged : null, others);
    }

    /// <summary>Books what an update (create, replace, patch) changed.</summary>
    public static List<FieldOwner> Update(JsonObject live, JsonObject updated, FieldType type, IReadOnlyList<FieldOwner> owners, FieldWriter writer)
    {
        var comparison = TypedTree.Compare(live, updated, type);
        var rest = Concede([.. owners], comparison, writer, force: true, throwConflicts: false);
        var taken = Owned(FieldSet.WithoutBranches(FieldSet.Union(comparison.Modified, comparison.Added), writer.Ignored));
        if (taken.IsEmpty) return rest;
        var self = new FieldOwner(writer.Manager, FieldOwner.UpdateOperation, writer.ApiVersion, writer.Subresource, writer.Now, taken);
        var previous = rest.FindIndex(self.IsSame);
        if (previous < 0) rest.Add(self);
        else rest[previous] = self with { Fields = FieldSet.Union(rest[previous].Fields, taken) };
        return Capped(rest);
    }

    private static FieldSet Owned(FieldSet fields) => FieldSet.Difference(fields, Unowned);

    /// <summary>Takes changed fields from the other managers, or refuses to.</summary>
    private static List<FieldOwner> Concede(List<FieldOwner> others, FieldComparison comparison, FieldWriter writer, bool force, bool throwConflicts)
    {
        var touched = FieldSet.WithoutBranches(FieldSet.Union(comparison.Modified, comparison.Added), writer.Ignored);
        var removed = FieldSet.WithoutBranches(comparison.Removed, writer.Ignored);
        if (throwConflicts && !force) RefuseConflicts(others, touched);
        var lost = FieldSet.Union(touched, removed);
        if (lost.IsEmpty) return others;
        return [.. others.Select(owner => owner with { Fields = FieldSet.Difference(owner.Fields, lost) }).Where(owner => !owner.Fields.IsEmpty)];
    }

    private static void RefuseConflicts(List<FieldOwner> others, FieldSet touched)
    {
        if (touched.IsEmpty) return;
        var conflicts = others
            .SelectMany(owner => FieldSet.Intersection(owner.Fields, touched).Paths().Select(path => new FieldConflict(owner, path)))
            .ToList();
        if (conflicts.Count > 0) throw new FieldConflictException(conflicts);
    }

    /// <summary>Removes what this manager applied last time and no longer applies, unless another applier wants it.</summary>
    private static JsonObject Prune(JsonObject merged, FieldType type, FieldOwner self, FieldOwner? last, List<FieldOwner> others)
    {
        if (last is null || last.Fields.IsEmpty || self.Fields.Contains(last.Fields)) return merged;
        var lastNamed = last.Fields.WithNamedFields(type);
        var mergedNamed = TypedTree.FieldsOf(merged, type).WithNamedFields(type);

        var bare = Cut(merged, lastNamed, type);
        var wanted = others.Where(owner => owner.Applied).Select(owner => owner.Fields).Append(self.Fields).Aggregate(FieldSet.Union);
        var keep = FieldSet.Union(TypedTree.FieldsOf(bare, type).WithNamedFields(type), wanted.WithNamedFields(type));
        var owned = Cut(merged, FieldSet.Difference(mergedNamed, keep), type);

        var ownedNamed = TypedTree.FieldsOf(owned, type).WithNamedFields(type);
        var drop = FieldSet.Intersection(FieldSet.Difference(mergedNamed, ownedNamed), lastNamed);
        return Cut(merged, drop, type);
    }

    private static JsonObject Cut(JsonObject document, FieldSet fields, FieldType type) =>
        fields.IsEmpty ? document : TypedTree.Without(document, fields, type) as JsonObject ?? [];

    /// <summary>Keeps the number of updaters small: the oldest are merged into one.</summary>
    private static List<FieldOwner> Capped(List<FieldOwner> owners)
    {
        var updaters = owners.Where(owner => !owner.Applied).OrderBy(owner => owner.Time ?? "", StringComparer.Ordinal).ToList();
        if (updaters.Count <= MaxUpdaters) return owners;
        var oldest = updaters[..(updaters.Count - MaxUpdaters + 1)];
        var kept = owners.Where(owner => !oldest.Contains(owner)).ToList();
        foreach (var group in oldest.GroupBy(owner => owner.ApiVersion, StringComparer.Ordinal))
            kept.Add(new("ancient-changes", FieldOwner.UpdateOperation, group.Key, "", group.Last().Time, group.Select(owner => owner.Fields).Aggregate(FieldSet.Union)));
        return kept;
    }
}
