using LocalCloud.Host;
using LocalCloud.Kube;

namespace LocalCloud.Tests.Host;

public sealed class CommandLineTests
{
    [Fact]
    public void Options_are_read_with_and_without_an_equals_sign()
    {
        var line = CommandLine.Parse(["--port=0", "--speed", "60", "--state=s", "--cluster=p/l/c", "--no-controllers"]);
        Assert.Equal((0, 60d, "s", false), (line.Port, line.Speed, line.StateFile, line.Controllers));
        Assert.Equal(new ClusterKey("p", "l", "c"), Assert.Single(line.Clusters));
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var wrong = Assert.Throws<FormatException>(() => CommandLine.Parse(["--port=x", "--speed=0", "--cluster=p", "--faults=/no/such/file", "--colour=red", "--state"]));
        Assert.Equal(
            """
            --port=x: expected a number from 0 to 65535.
            --speed=0: expected a number greater than 0, such as 60.
            --cluster=p: expected project/location/name.
            --faults=/no/such/file: there is no such file.
            Unknown option --colour. See --help.
            --state needs a value: --state=...
            """.ReplaceLineEndings("\n"), wrong.Message);
    }
}
