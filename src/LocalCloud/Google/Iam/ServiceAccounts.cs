using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using LocalCloud.Google.Http;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Iam;

/// <summary>The service accounts of all projects.</summary>
public sealed class ServiceAccounts
{
    private const int MostPerProject = 100;
    private static readonly Regex AccountId = new(@"^[a-z]([-a-z0-9]*[a-z0-9])\z", RegexOptions.CultureInvariant);

    private readonly WorldContext _context;
    private readonly GoogleWorld _world;
    private readonly Table<ServiceAccount> _accounts;
    private readonly ConcurrentDictionary<string, int> _looks = new();

    internal ServiceAccounts(WorldContext context, GoogleWorld world)
    {
        _context = context;
        _world = world;
        _accounts = context.Table<ServiceAccount>("serviceAccounts");
    }

    public IEnumerable<ServiceAccount> In(string project) => _accounts.All.Where(account => account.Project == project);

    /// <summary>The account, however new.</summary>
    public ServiceAccount? Find(string emailOrUniqueId) =>
        _accounts.Find(emailOrUniqueId) ?? _accounts.All.FirstOrDefault(account => account.UniqueId == emailOrUniqueId);

    /// <summary>The account as a reader sees it: not yet, for a while after it was created, and perhaps every other time only.</summary>
    public ServiceAccount? FindVisible(string emailOrUniqueId)
    {
        if (Find(emailOrUniqueId) is not { } account) return null;
        var consistency = _context.Options.Consistency;
        if (_context.IsKnown(account.CreateTime, consistency.ServiceAccount)) return account;
        if (!consistency.Flapping || !_context.IsKnown(account.CreateTime, consistency.ServiceAccount / 2)) return null;
        return _looks.AddOrUpdate(account.UniqueId, 1, (_, looks) => looks + 1) % 2 == 0 ? account : null;
    }

    /// <summary>Creates an account.</summary>
    /// <param name="project">Project id.</param>
    /// <param name="accountId">The part before the <c>@</c>: 6 to 30 characters.</param>
    /// <exception cref="GoogleException">400 for a bad name, 409 when it exists, 429 when the project is full.</exception>
    public ServiceAccount Create(string project, string accountId, string? displayName = null, string? description = null)
    {
        CheckName(accountId);
        CheckTexts(displayName, description);
        lock (_context.Gate)
        {
            var email = $"{accountId}@{project}.iam.gserviceaccount.com";
            if (_accounts.Find(email) is not null)
            {
                throw GoogleException.AlreadyExists($"Service account {accountId} already exists within project projects/{project}.",
                    Detail.ResourceInfo($"projects/{project}/serviceAccounts/{email}"));
            }

            if (In(project).Count() >= MostPerProject) throw GoogleException.ResourceExhausted("Maximum number of service accounts on project reached.");
            var account = new ServiceAccount(email, project, Ids.Digits(21), _context.Now) { DisplayName = displayName, Description = description, Etag = Ids.Etag() };
            _accounts.Put(email, account);
            return account;
        }
    }

    /// <summary>Adds an account that Google itself would make, such as the Compute Engine default one. Nothing happens when it is there.</summary>
    public ServiceAccount Ensure(string project, string email, string? displayName = null)
    {
        lock (_context.Gate)
        {
            if (_accounts.Find(email) is { } there) return there;
            var account = new ServiceAccount(email, project, Ids.Digits(21), DateTimeOffset.UnixEpoch) { DisplayName = displayName, Etag = Ids.Etag() };
            _accounts.Put(email, account);
            return account;
        }
    }

    /// <summary>Changes the texts of an account; null leaves one as it is.</summary>
    public ServiceAccount Update(string email, string? displayName, string? description)
    {
        CheckTexts(displayName, description);
        return Change(email, account => account with { DisplayName = displayName ?? account.DisplayName, Description = description ?? account.Description, Etag = Ids.Etag() });
    }

    /// <summary>Switches an account on or off. Doing it twice is no error.</summary>
    public ServiceAccount SetDisabled(string email, bool disabled) => Change(email, account => account with { Disabled = disabled });

    /// <summary>Deletes an account and its keys; in policies its tombstone takes its place.</summary>
    public void Delete(string email)
    {
        lock (_context.Gate)
        {
            if (Find(email) is not { } account) throw Unknown();
            _accounts.Remove(account.Email);
            _world.Keys.RemoveAll(account.Email);
            _world.Policies.Remove(account.Name);
            _world.Policies.Rename(account.Member, $"deleted:{account.Member}?uid={account.UniqueId}");
        }
    }

    /// <summary>True when an address belongs to a project of this cloud: only then can it be said not to exist.</summary>
    internal bool IsOurs(string email)
    {
        const string domain = ".iam.gserviceaccount.com";
        var at = email.IndexOf('@');
        return at > 0 && email.EndsWith(domain, StringComparison.Ordinal) && _world.Projects.Find(email[(at + 1)..^domain.Length]) is not null;
    }

    internal static GoogleException Unknown() => GoogleException.NotFound("Unknown service account");

    private ServiceAccount Change(string email, Func<ServiceAccount, ServiceAccount> edit)
    {
        lock (_context.Gate)
        {
            var changed = edit(Find(email) ?? throw Unknown());
            _accounts.Put(changed.Email, changed);
            return changed;
        }
    }

    private static void CheckName(string accountId)
    {
        if (accountId.Length is < 6 or > 30)
        {
            var text = $"Invalid value for account_id: '{accountId}'. Service account ID must be between 6 and 30 characters.";
            throw GoogleException.InvalidArgument(text, Detail.FieldViolation("account_id", text));
        }

        if (!AccountId.IsMatch(accountId))
        {
            var text = $"Invalid value for account_id: '{accountId}'. Service account ID must start with a lower case letter, followed by one or more lower case alphanumerical characters that can be separated by hyphens.";
            throw GoogleException.InvalidArgument(text, Detail.FieldViolation("account_id", text));
        }
    }

    private static void CheckTexts(string? displayName, string? description)
    {
        if (Encoding.UTF8.GetByteCount(displayName ?? "") > 100) throw GoogleException.InvalidArgument("The service account's display name must not be longer than 100 bytes.");
        if (Encoding.UTF8.GetByteCount(description ?? "") > 256) throw GoogleException.InvalidArgument("The service account's description must not be longer than 256 bytes.");
    }
}
