using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using LocalCloud.Kube.Apply;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Tests.Kube;

/// <summary>Laws of server-side apply, for any configurations of a Deployment-shaped object.</summary>
public sealed class ApplyMergerProperties
{
    private static readonly FieldType Type = KindTable.Struct("Deployment");
    private static readonly string[] Names = ["a", "b", "c"];

    /// <summary>What a manager says: labels, replicas, containers by name with ports, environment and arguments.</summary>
    public sealed record Config(IReadOnlyDictionary<string, string> Labels, int? Replicas, IReadOnlyList<(string Name, string Image, int? Port, string? Variable)> Containers)
    {
        public JsonObject ToJson()
        {
            var document = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment" };
            if (Labels.Count > 0) document["metadata"] = new JsonObject { ["labels"] = new JsonObject(Labels.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) };
            var spec = new JsonObject();
            if (Replicas is { } replicas) spec["replicas"] = (long)replicas;
            if (Containers.Count > 0)
                spec["template"] = new JsonObject { ["spec"] = new JsonObject { ["containers"] = new JsonArray([.. Containers.Select(ToJson)]) } };
            if (spec.Count > 0) document["spec"] = spec;
            return document;
        }

        private static JsonNode ToJson((string Name, string Image, int? Port, string? Variable) container)
        {
            var json = new JsonObject { ["name"] = container.Name, ["image"] = container.Image };
            if (container.Port is { } port) json["ports"] = new JsonArray(new JsonObject { ["containerPort"] = (long)port });
            if (container.Variable is { } variable) json["env"] = new JsonArray(new JsonObject { ["name"] = variable, ["value"] = container.Image });
            return json;
        }

        public override string ToString() => Json.ToText(ToJson());
    }

    private static readonly Gen<Config> Configs =
        from labels in Gen.SubListOf(Names)
        from values in Gen.ListOf(Gen.Elements("x", "y"), labels.Count)
        from replicas in Gen.Elements<int?>(null, 1, 2)
        from containers in Gen.SubListOf(Names)
        from images in Gen.ListOf(Gen.Elements("i1", "i2"), containers.Count)
        from ports in Gen.ListOf(Gen.Elements<int?>(null, 80, 81), containers.Count)
        from variables in Gen.ListOf(Gen.Elements(null, "V", "W"), containers.Count)
        select new Config(
            labels.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal), replicas,
            [.. containers.Select((name, i) => (name, images.ElementAt(i), ports.ElementAt(i), variables.ElementAt(i)))]);

    private static readonly Arbitrary<Config> Any = Arb.From(Configs);
    private static readonly Arbitrary<(Config, Config)> AnyTwo = Arb.From(from one in Configs from other in Configs select (one, other));
    private static readonly Arbitrary<(Config, Config, Config)> AnyThree = Arb.From(from one in Configs from two in Configs from three in Configs select (one, two, three));

    private sealed record State(JsonObject Document, List<FieldOwner> Owners)
    {
        public static State Empty => new(new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment" }, []);

        public State Apply(string manager, Config config, bool force = true)
        {
            var (document, owners) = FieldOwnership.Apply(Document, config.ToJson(), Type, Owners, new(manager, "apps/v1", "", "now", new FieldSet()), force);
            return new(document ?? Document, owners);
        }

        public FieldSet OwnedBy(string manager) => Owners.FirstOrDefault(owner => owner.Manager == manager)?.Fields ?? new FieldSet();
    }

    [Fact]
    public void Applying_A_then_B_by_one_manager_equals_applying_B_to_a_fresh_object() =>
        Prop.ForAll(AnyTwo, pair =>
        {
            var twice = State.Empty.Apply("m", pair.Item1).Apply("m", pair.Item2);
            var once = State.Empty.Apply("m", pair.Item2);
            return SameInMeaning(twice.Document, once.Document).Label($"{Json.ToText(twice.Document)} but fresh {Json.ToText(once.Document)}");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Applying_again_changes_nothing_and_takes_nothing() =>
        Prop.ForAll(AnyTwo, pair =>
        {
            var first = State.Empty.Apply("m", pair.Item1).Apply("n", pair.Item2);
            var again = first.Apply("n", pair.Item2, force: false);
            return Json.Same(first.Document, again.Document) && Owners(first) == Owners(again);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_manager_never_loses_a_field_to_another_that_does_not_name_it() =>
        Prop.ForAll(AnyThree, three =>
        {
            var before = State.Empty.Apply("m", three.Item1).Apply("n", three.Item2);
            var after = before.Apply("n", three.Item3);
            var named = TypedTree.FieldsOf(three.Item3.ToJson(), Type);
            var kept = FieldSet.Difference(before.OwnedBy("m"), named);
            return after.OwnedBy("m").Contains(kept) && TypedTree.FieldsOf(after.Document, Type).WithNamedFields(Type).Contains(kept);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_applied_last_is_in_the_object() =>
        Prop.ForAll(AnyTwo, pair =>
        {
            var state = State.Empty.Apply("m", pair.Item1).Apply("n", pair.Item2);
            var compared = TypedTree.Compare(state.Document, (JsonObject)TypedTree.Merge(state.Document, pair.Item2.ToJson(), Type)!, Type);
            return compared.Added.IsEmpty && compared.Modified.IsEmpty && compared.Removed.IsEmpty;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_force_either_nothing_of_the_other_manager_changes_or_the_apply_is_refused() =>
        Prop.ForAll(AnyTwo, pair =>
        {
            var before = State.Empty.Apply("m", pair.Item1);
            try
            {
                var after = before.Apply("n", pair.Item2, force: false);
                return after.OwnedBy("m").Contains(before.OwnedBy("m"));
            }
            catch (FieldConflictException conflict)
            {
                return conflict.Conflicts.Count > 0;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Field_sets_survive_their_JSON_form() =>
        Prop.ForAll(Any, config =>
        {
            var fields = TypedTree.FieldsOf(config.ToJson(), Type);
            return FieldSet.FromJson(fields.ToJson()).ToString() == fields.ToString();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Union_difference_and_intersection_keep_the_laws_of_sets() =>
        Prop.ForAll(AnyTwo, pair =>
        {
            var (a, b) = (TypedTree.FieldsOf(pair.Item1.ToJson(), Type), TypedTree.FieldsOf(pair.Item2.ToJson(), Type));
            var parts = FieldSet.Union(FieldSet.Difference(a, b), FieldSet.Intersection(a, b));
            return parts.ToString() == a.ToString() && FieldSet.Union(a, b).Contains(b) && FieldSet.Intersection(FieldSet.Difference(a, b), b).IsEmpty;
        }).QuickCheckThrowOnFailure();

    private static string Owners(State state) => string.Join('\n', state.Owners.OrderBy(owner => owner.Manager, StringComparer.Ordinal).Select(owner => $"{owner.Manager} {owner.Fields}"));

    /// <summary>Equal but for the order of items that have keys.</summary>
    private static Property SameInMeaning(JsonObject left, JsonObject right)
    {
        var difference = TypedTree.Compare(left, right, Type);
        return (difference.Added.IsEmpty && difference.Modified.IsEmpty && difference.Removed.IsEmpty).ToProperty();
    }
}
