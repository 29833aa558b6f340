using System.Text.RegularExpressions;

namespace LocalCloud.Google.Compute;

/// <summary>Machine types, computed by the rules of their families: memory per CPU times CPUs.</summary>
public static class MachineTypes
{
    /// <summary>What a node pool gets when it names none.</summary>
    public const string Default = "e2-medium";

    private static readonly Dictionary<string, MachineType> Fixed = new MachineType[]
    {
        new("e2-micro", 2, 1024, true), new("e2-small", 2, 2048, true), new("e2-medium", 2, 4096, true), new("f1-micro", 1, 614, true), new("g1-small", 1, 1740, true),
        new("n1-megamem-96", 96, 1468006), new("n1-ultramem-40", 40, 984064), new("a2-highgpu-1g", 12, 87040), new("a2-highgpu-2g", 24, 174080),
        new("a2-highgpu-4g", 48, 348160), new("a2-highgpu-8g", 96, 696320), new("a2-megagpu-16g", 96, 1392640), new("g2-standard-4", 4, 16384),
        new("g2-standard-8", 8, 32768), new("g2-standard-12", 12, 49152), new("g2-standard-16", 16, 65536), new("g2-standard-24", 24, 98304),
        new("g2-standard-32", 32, 131072), new("g2-standard-48", 48, 196608), new("g2-standard-96", 96, 393216),
    }.ToDictionary(type => type.Name);

    // Family and shape: memory per CPU in MiB, and the sizes there are.
    private static readonly Dictionary<string, (double MemoryPerCpu, int[] Sizes)> Shapes = new()
    {
        ["e2-standard"] = (4096, [2, 4, 8, 16, 32]), ["e2-highmem"] = (8192, [2, 4, 8, 16]), ["e2-highcpu"] = (1024, [2, 4, 8, 16, 32]),
        ["n1-standard"] = (3840, [1, 2, 4, 8, 16, 32, 64, 96]), ["n1-highmem"] = (6656, [2, 4, 8, 16, 32, 64, 96]), ["n1-highcpu"] = (921.6, [2, 4, 8, 16, 32, 64, 96]),
        ["n2-standard"] = (4096, [2, 4, 8, 16, 32, 48, 64, 80, 96, 128]), ["n2-highmem"] = (8192, [2, 4, 8, 16, 32, 48, 64, 80, 96, 128]), ["n2-highcpu"] = (1024, [2, 4, 8, 16, 32, 48, 64, 80, 96]),
        ["n2d-standard"] = (4096, [2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224]), ["n2d-highmem"] = (8192, [2, 4, 8, 16, 32, 48, 64, 80, 96]), ["n2d-highcpu"] = (1024, [2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224]),
        ["n4-standard"] = (4096, [2, 4, 8, 16, 32, 48, 64, 80]), ["n4-highmem"] = (8192, [2, 4, 8, 16, 32, 48, 64, 80]), ["n4-highcpu"] = (2048, [2, 4, 8, 16, 32, 48, 64, 80]),
        ["c2-standard"] = (4096, [4, 8, 16, 30, 60]), ["c2d-standard"] = (4096, [2, 4, 8, 16, 32, 56, 112]), ["c2d-highmem"] = (8192, [2, 4, 8, 16, 32, 56, 112]), ["c2d-highcpu"] = (2048, [2, 4, 8, 16, 32, 56, 112]),
        ["c3-standard"] = (4096, [4, 8, 22, 44, 88, 176]), ["c3-highmem"] = (8192, [4, 8, 22, 44, 88, 176]), ["c3-highcpu"] = (2048, [4, 8, 22, 44, 88, 176]),
        ["t2d-standard"] = (4096, [1, 2, 4, 8, 16, 32, 48, 60]), ["t2a-standard"] = (4096, [1, 2, 4, 8, 16, 32, 48]),
    };

    // custom-C-M is of the first family; e2-custom-micro|small|medium-M share a core. M is in MiB.
    private static readonly Regex Custom = new(@"^((?<family>[a-z][a-z0-9]*)-)?custom-(?<cpus>\d+|micro|small|medium)-(?<memory>\d+)(-ext)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>All types with a name of their own.</summary>
    public static IEnumerable<MachineType> All => Fixed.Values
        .Concat(Shapes.SelectMany(shape => shape.Value.Sizes.Select(size => Sized($"{shape.Key}-{size}", size, shape.Value.MemoryPerCpu))))
        .OrderBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>The type of this name, or null when there is none.</summary>
    public static MachineType? Find(string name)
    {
        if (Fixed.TryGetValue(name, out var known)) return known;
        if (Custom.Match(name) is { Success: true } custom) return CustomType(name, custom);
        var dash = name.LastIndexOf('-');
        return dash > 0 && Shapes.TryGetValue(name[..dash], out var shape) && int.TryParse(name.AsSpan(dash + 1), out var size) && shape.Sizes.Contains(size)
            ? Sized(name, size, shape.MemoryPerCpu) : null;
    }

    private static MachineType Sized(string name, int cpus, double memoryPerCpu) => new(name, cpus, (int)Math.Round(memoryPerCpu * cpus, MidpointRounding.AwayFromZero));

    private static MachineType? CustomType(string name, Match custom)
    {
        var shared = !int.TryParse(custom.Groups["cpus"].ValueSpan, out var cpus);
        var family = custom.Groups["family"].Value;
        if (shared && family != "e2") return null;
        var known = family is "" or "e2" or "n1" or "n2" or "n2d" or "n4" or "g2";
        return known && int.TryParse(custom.Groups["memory"].ValueSpan, out var memory) ? new MachineType(name, shared ? 2 : cpus, memory, shared) : null;
    }
}
