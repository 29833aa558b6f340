using Cluster.Contract.Expectations;
using Cluster.Contract.Servers;

namespace Cluster.Contract;

public sealed class LocalCloudKeepsTheContract(LocalCloudFixture fixture) : IClassFixture<LocalCloudFixture>
{
    public static TheoryData<string> Names => [.. ExpectationBook.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_holds(string expectation) => ExpectationBook.All[expectation](fixture.Server);
}
