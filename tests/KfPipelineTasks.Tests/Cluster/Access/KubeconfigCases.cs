using System.Text;
using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;
using TestKit;

namespace KfPipelineTasks.Tests.Cluster.Access;

public sealed class KubeconfigCases
{
    private static readonly CaseFolder Folder = new("Kubeconfig");

    public static TheoryData<string> Names => [.. Folder.Names.Where(n => !n.Contains('/', StringComparison.Ordinal))];

    /// <summary>A case: the list of files in KUBECONFIG (one a line), the context (optional), the expected access or error.</summary>
    [Theory, MemberData(nameof(Names))]
    public async Task A_kubeconfig_gives_access_or_says_what_is_wrong(string name) => Folder.Expect(name, await DescribeAsync(name));

    [Fact]
    public void An_explicit_file_must_exist()
    {
        var error = Assert.Throws<UsageException>(() => Kubeconfig.Files("/nowhere/config", _ => null));
        Assert.Contains("/nowhere/config does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_file_there_is_none() => Assert.Empty(Kubeconfig.Files(null, _ => null));

    [Fact]
    public void The_usual_file_is_found_in_the_home_folder()
    {
        using var home = new TemporaryFolder();
        home.Write(".kube/config", "");
        Assert.Equal([home.Path(".kube/config")], Kubeconfig.Files(null, name => name == "HOME" ? home.Root : null));
    }

    private static async Task<string> DescribeAsync(string name)
    {
        var folder = Folder.Path(name);
        try
        {
            var listed = string.Join(Path.PathSeparator, Lines(name, "files").Select(f => Path.Combine(folder, f)));
            var files = Kubeconfig.Files(null, variable => variable == "KUBECONFIG" ? listed : null);
            var access = Kubeconfig.Read(files, YamlDocument.ToJson, TimeProvider.System).Access(Lines(name, "context").FirstOrDefault());
            return (await TextAsync(access)).Replace(folder, "", StringComparison.Ordinal);
        }
        catch (DeployException e)
        {
            return $"{e.Message}\n{e.Next}\n".Replace(folder, "", StringComparison.Ordinal);
        }
    }

    private static string[] Lines(string name, string file) =>
        File.Exists(Folder.Path(name, file)) ? File.ReadAllLines(Folder.Path(name, file)) : [];

    private static async Task<string> TextAsync(ClusterAccess access)
    {
        var text = new StringBuilder();
        text.Append($"name {access.Name}\nserver {access.Server}\n");
        if (access.CertificateAuthority is { } ca) text.Append($"authority {ca.Trim()}\n");
        if (access.Insecure) text.Append("insecure\n");
        if (access.TlsServerName is { } tls) text.Append($"tls name {tls}\n");
        if (access.Proxy is { } proxy) text.Append($"proxy {proxy}\n");
        if (access.Namespace is { } ns) text.Append($"namespace {ns}\n");
        foreach (var (header, value) in access.Headers) text.Append($"header {header}: {value}\n");
        var credential = await access.Credentials.GetAsync(null, CancellationToken.None);
        if (credential.Token is { } token) text.Append($"{credential.Scheme} {token.Reveal()}\n");
        if (credential.Certificate is { } certificate) text.Append($"certificate {certificate.Subject}\n");
        if (credential.Expires is { } end) text.Append($"expires {end:O}\n");
        return text.ToString();
    }
}
