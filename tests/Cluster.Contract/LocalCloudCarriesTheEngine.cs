using Cluster.Contract.Engine;
using Cluster.Contract.Servers;

namespace Cluster.Contract;

public sealed class LocalCloudCarriesTheEngine(LocalCloudFixture fixture) : IClassFixture<LocalCloudFixture>
{
    [Fact]
    public Task Through_the_life_of_a_set() => new EngineScenario(fixture.Server).RunAsync();
}
