using System.Text;
using System.Text.Json;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Keys;

/// <summary><see cref="IKeys"/> over REST.</summary>
public sealed class IamKeys(GcpDoor door) : IKeys
{
    private const int Attempts = 3;

    public async Task<IReadOnlyList<AccountKey>> ListAsync(string project, string email, CancellationToken cancellation) =>
        (await door.SendAsync(new GcpRequest(GcpApi.Iam, HttpMethod.Get, $"{Path(project, email)}?keyTypes=USER_MANAGED", $"keys of {email}", "list")
        {
            Permission = "iam.serviceAccountKeys.list",
        }, GcpJson.Default.AccountKeys, cancellation)).Keys ?? [];

    public async Task<NewKey> CreateAsync(string project, string email, CancellationToken cancellation)
    {
        var request = new GcpRequest(GcpApi.Iam, HttpMethod.Post, Path(project, email), $"key of {email}", "create")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new CreateKeyBody("TYPE_GOOGLE_CREDENTIALS_FILE"), GcpJson.Default.CreateKeyBody), Permission = "iam.serviceAccountKeys.create",
        };
        var before = (await ListAsync(project, email, cancellation)).Select(k => k.Id).ToHashSet(StringComparer.Ordinal);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Read(await door.SendAsync(request, GcpJson.Default.KeyAnswer, cancellation), email);
            }
            catch (GcpException e) when (e.MayBeDone)
            {
                await DropLostAsync(project, email, before, cancellation);
                if (attempt == Attempts) throw;
                await Task.Delay(door.Options.RetryFirst * attempt, door.Time, cancellation);
            }
        }
    }

    public async Task DeleteAsync(string project, string email, string keyId, CancellationToken cancellation)
    {
        try
        {
            await door.SendAsync(new GcpRequest(GcpApi.Iam, HttpMethod.Delete, $"{Path(project, email)}/{Uri.EscapeDataString(keyId)}", $"key {keyId} of {email}", "delete")
            {
                Permission = "iam.serviceAccountKeys.delete",
            }, cancellation);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.NotFound)
        {
            // Gone: that is what was wanted.
        }
    }

    private async Task DropLostAsync(string project, string email, HashSet<string> before, CancellationToken cancellation)
    {
        foreach (var lost in (await ListAsync(project, email, cancellation)).Where(k => !before.Contains(k.Id))) await DeleteAsync(project, email, lost.Id, cancellation);
    }

    // Only what parses as a key of this account is passed on: an empty Secret in its place has cost people their pipelines.
    private static NewKey Read(KeyAnswer answer, string email)
    {
        try
        {
            var json = Encoding.UTF8.GetString(Convert.FromBase64String(answer.PrivateKeyData ?? ""));
            using var document = JsonDocument.Parse(json);
            var key = document.RootElement.Text("private_key");
            if (document.RootElement.Text("type") == "service_account" && document.RootElement.Text("client_email") == email && key is not null)
                return new NewKey(answer.Name[(answer.Name.LastIndexOf('/') + 1)..], new Secret(json), Lines(key, json, answer.PrivateKeyData!));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // The cause would quote the key; what is wrong is said below.
        }

        throw new GcpException(GcpErrorKind.NotUnderstood, $"key of {email}", "create", "the answer holds no key of this account");
    }

    private static IReadOnlyList<Secret> Lines(string key, string json, string encoded) =>
    [
        .. new[] { key, json, encoded }.Concat(key.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("-----", StringComparison.Ordinal))).Select(text => new Secret(text)),
    ];

    private static string Path(string project, string email) => $"v1/projects/{Uri.EscapeDataString(project)}/serviceAccounts/{Uri.EscapeDataString(email)}/keys";
}
