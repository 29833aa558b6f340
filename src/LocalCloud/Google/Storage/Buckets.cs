using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Google.Http;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Storage;

/// <summary>The buckets of all projects; their names are one namespace.</summary>
public sealed class Buckets
{
    private static readonly Regex Valid = new(@"^[a-z0-9]([-_.a-z0-9]{1,61})[a-z0-9]\z", RegexOptions.CultureInvariant);
    private static readonly HashSet<string> Fixed = ["kind", "id", "name", "projectNumber", "metageneration", "etag", "timeCreated", "updated", "selfLink", "location", "locationType"];

    private readonly WorldContext _context;
    private readonly GoogleWorld _world;
    private readonly Table<Bucket> _buckets;

    internal Buckets(WorldContext context, GoogleWorld world)
    {
        _context = context;
        _world = world;
        _buckets = context.Table<Bucket>("buckets");
    }

    /// <summary>Names that somebody else in the world has.</summary>
    public ISet<string> TakenNames { get; } = new HashSet<string>();

    public IEnumerable<Bucket> In(string project) => _buckets.All.Where(bucket => bucket.Project == project);

    public Bucket? Find(string name) => _buckets.Find(name);

    /// <summary>Makes a bucket.</summary>
    /// <exception cref="GoogleException">400 for a bad name; 409 when it is taken, by us or by others.</exception>
    public Bucket Create(string project, JsonObject request)
    {
        var name = request.Text("name") ?? "";
        if (!Valid.IsMatch(name) || name.StartsWith("goog", StringComparison.Ordinal)) throw new GoogleException(400, "INVALID_ARGUMENT", $"Invalid bucket name: '{name}'", "invalid");
        lock (_context.Gate)
        {
            if (_buckets.Find(name) is { } there && there.Project == project) throw Conflict("Your previous request to create the named bucket succeeded and you already own it.");
            if (_buckets.Find(name) is not null || TakenNames.Contains(name))
                throw Conflict("The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.");
            var bucket = new Bucket(name, project, request.Copy(), 1, _context.Now);
            _buckets.Put(name, bucket);
            _world.Policies.Set($"buckets/{name}", [], null);
            return bucket;
        }
    }

    /// <summary>Changes fields of a bucket; a field that is null is removed.</summary>
    /// <param name="ifGeneration">The metageneration the writer saw; null: any.</param>
    /// <exception cref="GoogleException">404; 412 when somebody else changed it in between.</exception>
    public Bucket Change(string name, JsonObject fields, long? ifGeneration = null)
    {
        lock (_context.Gate)
        {
            var bucket = Get(name);
            if (ifGeneration is { } seen && seen != bucket.Generation) throw GoogleException.ConditionNotMet();
            var body = bucket.Body.Copy();
            foreach (var (field, value) in fields.Where(field => !Fixed.Contains(field.Key))) body[field] = value?.DeepClone();
            var changed = bucket with { Body = body, Generation = bucket.Generation + 1 };
            _buckets.Put(name, changed);
            return changed;
        }
    }

    /// <summary>Removes a bucket, full or not.</summary>
    public void Delete(string name)
    {
        lock (_context.Gate)
        {
            Get(name);
            _buckets.Remove(name);
            _world.Policies.Remove($"buckets/{name}");
        }
    }

    /// <exception cref="GoogleException">404.</exception>
    public Bucket Get(string name) => Find(name) ?? throw GoogleException.NotFound("The specified bucket does not exist.");

    private static GoogleException Conflict(string message) => new(409, "ALREADY_EXISTS", message, "conflict");
}
