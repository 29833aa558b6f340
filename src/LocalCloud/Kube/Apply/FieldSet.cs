using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Apply;

/// <summary>A set of field paths, as a tree of steps. Sets are never changed once another set was made from them.</summary>
internal sealed class FieldSet
{
    private Dictionary<string, FieldSet>? _children;

    /// <summary>The path that ends here belongs to the set.</summary>
    public bool Member { get; private set; }

    public bool IsEmpty => !Member && (_children is null || _children.Count == 0);

    public bool HasChildren => _children is { Count: > 0 };

    public IEnumerable<KeyValuePair<string, FieldSet>> Children => _children ?? [];

    public FieldSet? Child(string element) => _children?.GetValueOrDefault(element);

    /// <summary>The child of that step, made when absent. Only for sets still being built; <see cref="Trim"/> them afterwards.</summary>
    public FieldSet At(string element)
    {
        _children ??= new Dictionary<string, FieldSet>(StringComparer.Ordinal);
        if (_children.TryGetValue(element, out var child)) return child;
        return _children[element] = new FieldSet();
    }

    /// <summary>Adds the path that ends here. Only for sets still being built.</summary>
    public void Insert() => Member = true;

    /// <summary>Drops branches without a member; answers whether anything is left.</summary>
    public bool Trim()
    {
        if (_children is not null)
            foreach (var (element, child) in _children)
                if (!child.Trim()) _children.Remove(element);
        return !IsEmpty;
    }

    public bool Contains(FieldSet other)
    {
        if (other.Member && !Member) return false;
        foreach (var (element, child) in other.Children)
            if (Child(element) is not { } own || !own.Contains(child)) return false;
        return true;
    }

    public static FieldSet Union(FieldSet left, FieldSet right) => Combine(left, right, (a, b) => a || b, keepLeft: true, keepRight: true);

    public static FieldSet Intersection(FieldSet left, FieldSet right) => Combine(left, right, (a, b) => a && b, keepLeft: false, keepRight: false);

    public static FieldSet Difference(FieldSet left, FieldSet right) => Combine(left, right, (a, b) => a && !b, keepLeft: true, keepRight: false);

    /// <summary>Without the members of the other set and everything below them.</summary>
    public static FieldSet WithoutBranches(FieldSet left, FieldSet branches)
    {
        var result = new FieldSet { Member = left.Member };
        foreach (var (element, child) in left.Children)
        {
            if (branches.Child(element) is not { } cut) result.Adopt(element, child);
            else if (!cut.Member) result.Adopt(element, WithoutBranches(child, cut));
        }
        return result;
    }

    private static FieldSet Combine(FieldSet left, FieldSet right, Func<bool, bool, bool> member, bool keepLeft, bool keepRight)
    {
        var result = new FieldSet { Member = member(left.Member, right.Member) };
        foreach (var (element, child) in left.Children)
        {
            if (right.Child(element) is { } other) result.Adopt(element, Combine(child, other, member, keepLeft, keepRight));
            else if (keepLeft) result.Adopt(element, child);
        }
        if (!keepRight) return result;
        foreach (var (element, child) in right.Children)
            if (left.Child(element) is null) result.Adopt(element, child);
        return result;
    }

    private void Adopt(string element, FieldSet child)
    {
        if (child.IsEmpty) return;
        _children ??= new Dictionary<string, FieldSet>(StringComparer.Ordinal);
        _children[element] = child;
    }

    /// <summary>The same, where every struct field on the way to a member is a member too.</summary>
    public FieldSet WithNamedFields(FieldType? type)
    {
        var result = new FieldSet { Member = Member };
        foreach (var (element, child) in Children)
        {
            var named = PathElement.IsField(element);
            var declared = named && type is not null && type.Fields.ContainsKey(PathElement.FieldName(element));
            var inner = child.WithNamedFields(named ? type?.Member(PathElement.FieldName(element)) : type?.Element);
            if (declared) inner.Member = true;
            result.Adopt(element, inner);
        }
        return result;
    }

    /// <summary>Every member as messages write it: <c>.spec.containers[name="a"].image</c>.</summary>
    public IEnumerable<string> Paths() => Paths("");

    private IEnumerable<string> Paths(string prefix)
    {
        foreach (var (element, child) in Children.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var path = prefix + PathElement.Display(element);
            if (child.Member) yield return path;
            foreach (var inner in child.Paths(path)) yield return inner;
        }
    }

    /// <summary>Reads <c>fieldsV1</c>.</summary>
    /// <exception cref="FormatException">A key is no step of a field path.</exception>
    public static FieldSet FromJson(JsonObject fields)
    {
        var set = new FieldSet();
        foreach (var (key, value) in fields)
        {
            if (key == ".")
            {
                set.Member = true;
                continue;
            }
            var inner = value as JsonObject ?? [];
            var child = FromJson(inner);
            if (inner.Count == 0) child.Member = true;
            set.Adopt(PathElement.Canonical(key), child);
        }
        return set;
    }

    /// <summary>Writes <c>fieldsV1</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Member && HasChildren) json["."] = new JsonObject();
        foreach (var (element, child) in Children.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json[element] = child.ToJson();
        return json;
    }

    public override string ToString() => Json.ToText(ToJson());
}
