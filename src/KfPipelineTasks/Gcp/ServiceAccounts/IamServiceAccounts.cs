using System.Text.Json;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Judging;
using KfPipelineTasks.Gcp.Projects;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.ServiceAccounts;

/// <summary><see cref="IServiceAccounts"/> over REST. The real project is named in every path: with <c>-</c> an account that is not there answers 403.</summary>
public sealed class IamServiceAccounts(GcpDoor door) : IServiceAccounts
{
    /// <summary>A new account comes and goes for a while; three answers in a row have proven enough.</summary>
    private const int Proof = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private const string ActAs = "iam.serviceAccounts.actAs";

    /// <summary>Address of an account.</summary>
    /// <param name="id">The part before the @.</param>
    public static string Email(string project, string id) => project.Split(':') is [var domain, var local]
        ? $"{id}@{local}.{domain}.iam.gserviceaccount.com"
        : $"{id}@{project}.iam.gserviceaccount.com";

    /// <summary>Address of the account that nodes run as where none is chosen.</summary>
    /// <param name="number">Number of the project.</param>
    public static string DefaultOfNodes(string number) => $"{number}{Eligibility.DefaultAccount}";

    public Task<ServiceAccount?> FindAsync(string project, string email, CancellationToken cancellation) =>
        door.FindAsync(new GcpRequest(GcpApi.Iam, HttpMethod.Get, Path(project, email), $"service account {email}", "read")
        {
            Permission = "iam.serviceAccounts.get",
        }, GcpJson.Default.ServiceAccount, cancellation);

    public async Task<bool> MayActAsAsync(string project, string email, CancellationToken cancellation)
    {
        var request = new GcpRequest(GcpApi.Iam, HttpMethod.Post, $"{Path(project, email)}:testIamPermissions", $"service account {email}", "test permissions")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new Permissions([ActAs]), GcpJson.Default.Permissions), Repeatable = true, Writes = false,
        };
        return (await door.SendAsync(request, GcpJson.Default.Permissions, cancellation)).Names?.Contains(ActAs) == true;
    }

    public async Task<ServiceAccount> CreateAsync(string project, string id, string displayName, string? description, CancellationToken cancellation)
    {
        var email = Email(project, id);
        var request = new GcpRequest(GcpApi.Iam, HttpMethod.Post, $"v1/projects/{Uri.EscapeDataString(project)}/serviceAccounts", $"service account {email}", "create")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new CreateAccountBody(id, new AccountWords(displayName, description)), GcpJson.Default.CreateAccountBody), Permission = "iam.serviceAccounts.create",
        };
        try
        {
            await Creation.OnceAsync(door, c => door.SendAsync(request, GcpJson.Default.ServiceAccount, c), c => FindAsync(project, email, c), cancellation);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.AlreadyExists)
        {
            // Made by somebody else, or by an earlier run and not seen yet: the proof below tells.
        }

        return await SeenAsync(project, email, cancellation);
    }

    public async Task DeleteAsync(string project, string email, CancellationToken cancellation)
    {
        try
        {
            await door.SendAsync(new GcpRequest(GcpApi.Iam, HttpMethod.Delete, Path(project, email), $"service account {email}", "delete") { Permission = "iam.serviceAccounts.delete" }, cancellation);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.NotFound)
        {
            // Gone: that is what was wanted.
        }
    }

    private static string Path(string project, string email) => $"v1/projects/{Uri.EscapeDataString(project)}/serviceAccounts/{Uri.EscapeDataString(email)}";

    private async Task<ServiceAccount> SeenAsync(string project, string email, CancellationToken cancellation)
    {
        var started = door.Time.GetTimestamp();
        var (seen, pause) = (0, FirstPause);
        while (true)
        {
            var account = await LookAsync(project, email, cancellation);
            // Each answer may come from another server: how many there were proves more than how long they took.
            if (account is not null && seen == 0) pause = FirstPause;
            seen = account is null ? 0 : seen + 1;
            if (seen == Proof) return account!;
            if (door.Time.GetElapsedTime(started) >= door.Options.PropagationWindow)
                throw new NotReadyInTimeException($"service account {email}: created, and not visible everywhere within {door.Options.PropagationWindow.TotalMinutes:0.#} min.", "Run again in a few minutes.");
            await Task.Delay(pause, door.Time, cancellation);
            pause = pause * 2 < door.Options.PollInterval ? pause * 2 : door.Options.PollInterval;
        }
    }

    // A new account answers 404 and, for a while, 403 as well.
    private async Task<ServiceAccount?> LookAsync(string project, string email, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(project, email, cancellation);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.PermissionDenied)
        {
            return null;
        }
    }
}
