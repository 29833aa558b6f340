using FsCheck;
using FsCheck.Fluent;
using LocalCloud.Google;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;

namespace LocalCloud.Tests.Google;

public sealed class PolicyProperties
{
    private const string Resource = "projects/p";

    private static PolicyStore NewStore() => new GoogleWorld(new GoogleOptions(), new ManualClock(), new MemoryJournal(), new FakeClusterHost()).Policies;

    /// <summary>Two writers, interleaved in any order: each reads, adds its member, writes; who is refused starts again.</summary>
    [Fact]
    public void No_order_of_two_read_modify_writes_loses_a_member() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Elements(true, false).ListOf(12).ToArbitrary(), order =>
        {
            var store = NewStore();
            Writer[] writers = [new(store, "user:a@example.com"), new(store, "user:b@example.com")];
            foreach (var first in order) writers[first ? 0 : 1].Step();
            foreach (var writer in writers) writer.RunToEnd();
            return store.Get(Resource).Bindings.Single().Members.Order().SequenceEqual(["user:a@example.com", "user:b@example.com"]);
        }));

    /// <summary>Every change gives a mark that was never there before, in whatever alphabet it comes back.</summary>
    [Fact]
    public void A_mark_is_never_used_twice_and_survives_the_other_alphabet() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(1, 400).ToArbitrary(), changes =>
        {
            var seen = new HashSet<string>();
            var etag = Policy.EmptyEtag;
            for (var change = 0; change < changes; change++)
            {
                etag = Etags.After(etag);
                var other = etag.Replace('+', '-').Replace('/', '_').TrimEnd('=');
                if (!seen.Add(etag) || !Etags.Same(etag, other)) return false;
            }

            return true;
        }));

    /// <summary>Adding and removing one at a time ends where setting all at once does.</summary>
    [Fact]
    public void Adding_then_removing_members_leaves_the_rest_untouched() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, 9).ListOf().ToArbitrary(), numbers =>
        {
            var store = NewStore();
            store.Set(Resource, [new Binding("roles/viewer", ["user:kept@example.com"], new Condition("t", null, "true"))], null);
            foreach (var number in numbers) store.AddMember(Resource, "roles/viewer", $"user:{number}@example.com");
            foreach (var number in numbers.Distinct()) store.RemoveMember(Resource, "roles/viewer", $"user:{number}@example.com");
            return store.Get(Resource).Bindings is [{ Members: ["user:kept@example.com"], Condition.Title: "t" }];
        }));

    private sealed class Writer(PolicyStore store, string member)
    {
        private Policy? _read;
        private bool _done;

        public void Step()
        {
            if (_done) return;
            if (_read is null) _read = store.Get(Resource);
            else Write(_read);
        }

        public void RunToEnd()
        {
            while (!_done) Step();
        }

        private void Write(Policy read)
        {
            var members = read.Bindings.SelectMany(binding => binding.Members).Append(member).Distinct().ToList();
            try
            {
                store.Set(Resource, [new Binding("roles/viewer", members)], read.Etag);
                _done = true;
            }
            catch (GoogleException refusal) when (refusal.Status == "ABORTED")
            {
                _read = null;
            }
        }
    }
}
