using Cluster.Contract.Engine;
using Cluster.Contract.Servers;

namespace Cluster.Contract;

/// <summary>The same life on the real thing.</summary>
public sealed class KubeApiServerCarriesTheEngine
{
    [EnvtestFact]
    public async Task Through_the_life_of_a_set()
    {
        await using var environment = new EnvtestServer();
        await using var server = await environment.StartAsync();
        await new EngineScenario(server).RunAsync();
    }
}
