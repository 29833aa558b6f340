using Cluster.Contract.Expectations;
using Cluster.Contract.Servers;

namespace Cluster.Contract;

/// <summary>The same expectations against the real thing: where both differ, the real one is right.</summary>
public sealed class KubeApiServerKeepsTheContract
{
    [EnvtestFact]
    public async Task Every_expectation_holds()
    {
        await using var environment = new EnvtestServer();
        await using var server = await environment.StartAsync();
        var broken = new List<string>();
        foreach (var (name, expectation) in ExpectationBook.All)
        {
            try
            {
                await expectation(server);
            }
            catch (Xunit.Sdk.XunitException difference)
            {
                broken.Add($"{name}\n{difference.Message}");
            }
        }
        Assert.True(broken.Count == 0, string.Join("\n\n", broken));
    }
}
