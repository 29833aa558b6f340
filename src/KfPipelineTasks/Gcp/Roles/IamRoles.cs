using KfPipelineTasks.Gcp.Door;

namespace KfPipelineTasks.Gcp.Roles;

/// <summary><see cref="IRoles"/> over REST. Anybody may read predefined roles.</summary>
public sealed class IamRoles(GcpDoor door) : IRoles
{
    private const int PageSize = 1000;

    public async Task<bool> ExistsAsync(string role, CancellationToken cancellation)
    {
        var path = string.Join('/', role.Split('/').Select(Uri.EscapeDataString));
        return await door.FindAsync(new GcpRequest(GcpApi.Iam, HttpMethod.Get, $"v1/{path}", $"role {role}", "read"), GcpJson.Default.Role, cancellation) is not null;
    }

    public async Task<IReadOnlyList<string>> PredefinedAsync(CancellationToken cancellation)
    {
        var names = new List<string>();
        var page = "";
        do
        {
            var query = $"?pageSize={PageSize}{(page.Length == 0 ? "" : $"&pageToken={Uri.EscapeDataString(page)}")}";
            var answer = await door.SendAsync(new GcpRequest(GcpApi.Iam, HttpMethod.Get, $"v1/roles{query}", "roles", "list"), GcpJson.Default.RoleList, cancellation);
            names.AddRange((answer.Roles ?? []).Select(r => r.Name).OfType<string>());
            page = answer.NextPageToken ?? "";
        }
        while (page.Length > 0);
        return names;
    }
}
