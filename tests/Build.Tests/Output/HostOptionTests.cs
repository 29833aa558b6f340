using System.Collections;
using Cake.Frosting;
using KfPipelineTasks.Settings;

namespace Build.Tests.Output;

public sealed class HostOptionTests
{
    /// <summary>What the host understands is not refused as unknown, whichever host is built in.</summary>
    [Fact]
    public void Every_option_of_the_host_is_known()
    {
        var names = typeof(CakeHost).Assembly.GetTypes().SelectMany(t => t.GetProperties())
            .SelectMany(p => p.GetCustomAttributes(inherit: true)).Where(a => a.GetType().Name == "CommandOptionAttribute")
            .SelectMany(a => Names(a, "LongNames").Concat(Names(a, "ShortNames"))).ToList();
        Assert.Contains("target", names);
        Assert.Empty(names.Except(HostOption.ByName.Keys, StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Names(object attribute, string property) =>
        ((IEnumerable)attribute.GetType().GetProperty(property)!.GetValue(attribute)!).Cast<string>();
}
