using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Iam;

/// <summary>The user-managed keys of service accounts: real RSA keys, so that what is signed with them can be verified.</summary>
public sealed class ServiceAccountKeys
{
    /// <summary>User-managed keys per account.</summary>
    public const int Most = 10;

    private const string CreationConstraint = "constraints/iam.disableServiceAccountKeyCreation";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly WorldContext _context;
    private readonly GoogleWorld _world;
    private readonly Table<ServiceAccountKey> _keys;

    internal ServiceAccountKeys(WorldContext context, GoogleWorld world)
    {
        _context = context;
        _world = world;
        _keys = context.Table<ServiceAccountKey>("serviceAccountKeys");
    }

    public IEnumerable<ServiceAccountKey> Of(string email) => _keys.All.Where(key => key.Account == email).OrderBy(key => key.CreateTime);

    public ServiceAccountKey? Find(string keyId) => _keys.Find(keyId);

    /// <summary>Creates a key.</summary>
    /// <param name="email">The account.</param>
    /// <param name="baseAddress">This server, as the client knows it: the file's <c>token_uri</c> points there.</param>
    /// <exception cref="GoogleException">404 without the account, 400 where the organisation forbids keys or the account is off, 429 when there are ten.</exception>
    public CreatedKey Create(string email, string baseAddress)
    {
        var account = Admit(email);
        using var rsa = RSA.Create(2048);
        var key = new ServiceAccountKey(Ids.Hex(40), account.Email, Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()), _context.Now);
        lock (_context.Gate)
        {
            Admit(email);
            _keys.Put(key.Id, key);
        }

        return new CreatedKey(key, FileOf(account, key, rsa, baseAddress));
    }

    /// <summary>Deletes a key. Tokens made with it stay valid.</summary>
    public void Delete(string email, string keyId)
    {
        lock (_context.Gate)
        {
            Get(email, keyId);
            _keys.Remove(keyId);
        }
    }

    public void SetDisabled(string email, string keyId, bool disabled)
    {
        lock (_context.Gate) _keys.Put(keyId, Get(email, keyId) with { Disabled = disabled });
    }

    /// <summary>The key, which must be there.</summary>
    /// <exception cref="GoogleException">404.</exception>
    public ServiceAccountKey Get(string email, string keyId) =>
        _keys.Find(keyId) is { } key && key.Account == email ? key : throw GoogleException.NotFound($"Service account key {keyId} does not exist.");

    internal void RemoveAll(string email)
    {
        foreach (var key in Of(email).ToList()) _keys.Remove(key.Id);
    }

    private ServiceAccount Admit(string email)
    {
        var account = _world.ServiceAccounts.FindVisible(email) ?? throw ServiceAccounts.Unknown();
        var project = _world.Projects.Find(account.Project);
        if (project?.Constraints.Contains(CreationConstraint) == true)
        {
            const string text = "Key creation is not allowed on this service account.";
            throw GoogleException.FailedPrecondition(text,
                Detail.Precondition(CreationConstraint, $"{account.Name}?configvalue={Uri.EscapeDataString(account.Email)}", text));
        }

        if (account.Disabled) throw GoogleException.FailedPrecondition("Precondition check failed.");
        if (Of(account.Email).Count() >= Most)
            throw GoogleException.ResourceExhausted("Maximum number of keys on account reached.", Detail.RetryInfo(TimeSpan.FromSeconds(86401)));
        return account;
    }

    private static string FileOf(ServiceAccount account, ServiceAccountKey key, RSA rsa, string baseAddress) => new JsonObject
    {
        ["type"] = "service_account",
        ["project_id"] = account.Project,
        ["private_key_id"] = key.Id,
        ["private_key"] = rsa.ExportPkcs8PrivateKeyPem() + "\n",
        ["client_email"] = account.Email,
        ["client_id"] = account.UniqueId,
        ["auth_uri"] = "https://accounts.google.com/o/oauth2/auth",
        ["token_uri"] = $"{baseAddress.TrimEnd('/')}/oauth/token",
        ["auth_provider_x509_cert_url"] = "https://www.googleapis.com/oauth2/v1/certs",
        ["client_x509_cert_url"] = $"https://www.googleapis.com/robot/v1/metadata/x509/{Uri.EscapeDataString(account.Email)}",
        ["universe_domain"] = "googleapis.com",
    }.ToJsonString(Readable);
}
