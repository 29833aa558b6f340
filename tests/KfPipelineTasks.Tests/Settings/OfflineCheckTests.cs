using System.Text;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;
using TestKit;

namespace KfPipelineTasks.Tests.Settings;

/// <summary>
/// A folder per case under Cases/Settings/Checks: <c>arguments.txt</c>, <c>environment.txt</c> and files as for reading; <c>expected.txt</c> has what the checks
/// say, one problem a line, and the derived names that do not fit; <c>expected-names.txt</c>, where it is there, has all names.
/// </summary>
public sealed class OfflineCheckTests
{
    private static readonly CaseFolder Folder = new("Settings/Checks");

    public static TheoryData<string> Cases => [.. Folder.Names];

    [Theory, MemberData(nameof(Cases))]
    public void Settings_are_checked_as_the_case_says(string name)
    {
        var (names, problems) = Check(Folder.Path(name));
        var text = new StringBuilder();
        foreach (var problem in problems.Found) text.Append($"! {problem}\n");
        foreach (var fault in names.Where(n => n.Fault is not null)) text.Append($"{fault.What}: {fault.Value}, {fault.Length}: {fault.Verdict}\n");
        Folder.Expect(name, text.ToString());
        if (File.Exists(Folder.Path(name, "expected-names.txt"))) Folder.Expect(name, Rows(DerivedNames.Table(names)), "expected-names.txt");
    }

    [Fact]
    public void Every_name_is_as_long_as_its_limit_allows_for_the_longest_allowed_settings()
    {
        // 26 characters is the longest project id that kcc-<project> leaves room for, 24 the longest name; then the host does not fit.
        var settings = new DeploySettings
        {
            Project = new() { Id = new string('p', 26) },
            Cluster = new() { Name = new string('n', 24) },
            Management = new() { Name = new string('m', 18) },
        };
        var names = DerivedNames.Of(settings);
        Assert.Equal("endpoint", Assert.Single(names, n => n.Fault is not null && n.What != "node pool").What);
        Assert.Equal(30, names.Single(n => n.What == "service account of Config Connector").Value.Length);
        Assert.Equal(30, names.Single(n => n.What == "service account of administrators").Value.Length);
    }

    [Fact]
    public void The_redirect_address_of_the_oauth_client_is_exact() =>
        Assert.Equal("https://iap.googleapis.com/v1/oauth/clientIds/1-a.apps.googleusercontent.com:handleRedirect", new IapSettings { ClientId = "1-a.apps.googleusercontent.com" }.RedirectUri);

    private static (IReadOnlyList<DerivedName> Names, Problems Problems) Check(string folder)
    {
        var request = CaseRequest.Of(folder);
        var reading = SettingsReader.Read(request);
        var problems = new Problems();
        return (OfflineChecks.Check(reading, problems).Names, problems);
    }

    private static string Rows(Table table) =>
        string.Concat(table.Rows.Prepend(table.Headings).Select(r => string.Join(" | ", r) + "\n"));
}
