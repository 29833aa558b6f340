using TestKit;

namespace Build.Tests.Report;

/// <summary>
/// A folder per case under Cases/Report: <c>events.json</c> is what is said and when, <c>report.json</c> what programs read of it. It pins the schema that
/// docs/output.md describes. <c>KFT_ACCEPT=1</c> writes it.
/// </summary>
public sealed class ReportCaseTests
{
    private static readonly CaseFolder Folder = new("Report");

    public static TheoryData<string> Cases => [.. Folder.Names];

    [Theory, MemberData(nameof(Cases))]
    public void The_data_is_what_is_committed(string name)
    {
        using var report = MadeReport.OfCase(Folder.Read(name, "events.json"));
        Folder.Expect(name, report.Data, "report.json");
    }
}
