using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Google.Http;
using LocalCloud.Google.Operations;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Sql;

/// <summary>The Cloud SQL instances of all projects.</summary>
public sealed class SqlInstances
{
    private const string Create = "sql.CREATE";
    private const string Update = "sql.UPDATE";
    private const string Remove = "sql.DELETE";
    private static readonly TimeSpan Reserved = TimeSpan.FromDays(7);
    private static readonly Regex Valid = new(@"^[a-z]([-a-z0-9]{0,96}[a-z0-9])?\z", RegexOptions.CultureInvariant);

    private readonly WorldContext _context;
    private readonly WorkBook _work;
    private readonly Table<SqlInstance> _instances;

    internal SqlInstances(WorldContext context, WorkBook work)
    {
        _context = context;
        _work = work;
        _instances = context.Table<SqlInstance>("sqlInstances");
        work.Define(Create, done => Edit(done, instance => instance with { State = "RUNNABLE" }));
        work.Define(Update, done => Edit(done, instance => Merged(instance, (JsonObject)done.Details["fields"]!)));
        work.Define(Remove, done => Edit(done, instance => instance with { DeletedAt = _context.Now }));
    }

    public IEnumerable<SqlInstance> In(string project) => _instances.All.Where(instance => instance.Project == project && instance.DeletedAt is null);

    public SqlInstance? Find(string project, string name) => _instances.Find($"{project}/{name}") is { DeletedAt: null } found ? found : null;

    /// <exception cref="GoogleException">404.</exception>
    public SqlInstance Get(string project, string name) => Find(project, name) ?? throw new GoogleException(404, "NOT_FOUND", "The Cloud SQL instance does not exist.", "instanceDoesNotExist");

    /// <summary>Begins to create an instance.</summary>
    /// <exception cref="GoogleException">400 for a bad request; 409 while the name is taken, also by one deleted less than a week ago.</exception>
    public Work Insert(string project, JsonObject request)
    {
        var name = request.Text("name") ?? "";
        if (!Valid.IsMatch(name)) throw Invalid($"Invalid instance name ({name}).");
        if (request["settings"] is not JsonObject settings || settings.Text("tier") is null) throw Invalid("Missing parameter: settings.tier.");
        lock (_context.Gate)
        {
            if (_instances.Find($"{project}/{name}") is { } there && (there.DeletedAt is null || _context.Now - there.DeletedAt < Reserved))
            {
                throw new GoogleException(409, "ALREADY_EXISTS",
                    "The Cloud SQL instance already exists. When you delete an instance, you can't reuse the name of the deleted instance until one week from the deletion date.", "instanceAlreadyExists");
            }

            // MySQL comes with a root user from anywhere, without a password unless one is given.
            var version = request.Text("databaseVersion") ?? "MYSQL_8_0";
            var root = new SqlUser(version.StartsWith("POSTGRES", StringComparison.Ordinal) ? "postgres" : "root", version.StartsWith("MYSQL", StringComparison.Ordinal) ? "%" : "", request.Text("rootPassword") is { Length: > 0 });
            var body = request.Copy();
            body.Remove("rootPassword");
            var instance = new SqlInstance(project, name, body, "PENDING_CREATE", _context.Now) { Users = [root] };
            _instances.Put(instance.Id, instance);
            return Begin(instance, Create);
        }
    }

    /// <summary>Begins to change fields of an instance.</summary>
    public Work Patch(string project, string name, JsonObject fields)
    {
        lock (_context.Gate) return Begin(Get(project, name), Update, new JsonObject { ["fields"] = fields.DeepClone() });
    }

    /// <summary>Begins to delete an instance.</summary>
    public Work Delete(string project, string name)
    {
        lock (_context.Gate)
        {
            var instance = Get(project, name);
            if (instance.Body["settings"] is JsonObject settings && settings.Flag("deletionProtectionEnabled"))
                throw Invalid("The instance is protected. Please disable the deletion protection and try again. To disable deletion protection, update the instance settings with deletionProtectionEnabled set to false.");
            return Begin(instance, Remove);
        }
    }

    /// <summary>Adds a user, or sets the password of the one that is there.</summary>
    public SqlUser SetUser(string project, string name, string user, string host, bool hasPassword)
    {
        lock (_context.Gate)
        {
            var instance = Get(project, name);
            var changed = new SqlUser(user, host, hasPassword);
            _instances.Put(instance.Id, instance with { Users = [.. instance.Users.Where(other => other.Name != user || other.Host != host), changed] });
            return changed;
        }
    }

    /// <summary>Removes a user. One who is not there is no error, as in the real API.</summary>
    public void RemoveUser(string project, string name, string user, string host)
    {
        lock (_context.Gate)
        {
            var instance = Get(project, name);
            _instances.Put(instance.Id, instance with { Users = [.. instance.Users.Where(other => other.Name != user || (host.Length > 0 && other.Host != host))] });
        }
    }

    /// <summary>Adds a database. Nothing happens when it is there.</summary>
    public void AddDatabase(string project, string name, string database)
    {
        lock (_context.Gate)
        {
            var instance = Get(project, name);
            _instances.Put(instance.Id, instance with { Databases = [.. instance.Databases.Union([database])] });
        }
    }

    /// <summary>Removes a database.</summary>
    public void RemoveDatabase(string project, string name, string database)
    {
        lock (_context.Gate)
        {
            var instance = Get(project, name);
            _instances.Put(instance.Id, instance with { Databases = [.. instance.Databases.Where(other => other != database)] });
        }
    }

    private Work Begin(SqlInstance instance, string kind, JsonObject? details = null)
    {
        if (kind != Create && _work.All.FirstOrDefault(work => !work.Done && work.Kind.StartsWith("sql.", StringComparison.Ordinal) && work.Target == instance.Id) is not null)
            throw new GoogleException(409, "ABORTED", "Operation failed because another operation was already in progress. Try your request after the current operation is complete.", "operationInProgress");
        return _work.Begin(Ids.Uuid(), kind, instance.Project, instance.Id, _context.Options.Durations.Sql, details);
    }

    private void Edit(Work done, Func<SqlInstance, SqlInstance> change)
    {
        lock (_context.Gate)
        {
            if (_instances.Find(done.Target) is { } instance) _instances.Put(done.Target, change(instance));
        }
    }

    private static SqlInstance Merged(SqlInstance instance, JsonObject fields)
    {
        var body = instance.Body.Copy();
        body.Merge(fields);
        return instance with { Body = body };
    }

    private static GoogleException Invalid(string message) => new(400, "INVALID_ARGUMENT", message, "invalid");
}
