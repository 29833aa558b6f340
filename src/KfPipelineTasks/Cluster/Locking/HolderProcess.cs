using System.Globalization;

namespace KfPipelineTasks.Cluster.Locking;

/// <summary>
/// The process that holds a lock, told apart from every other one of its machine: the kernel's boot, the process namespace, the id, and
/// when it began. Known on Linux only: elsewhere, and from any other machine, a lock is left over only once it is stale.
/// </summary>
/// <param name="Boot">Id of the kernel's boot; another one says nothing about the process.</param>
/// <param name="Space">Process namespace: ids of another one (a container's) mean other processes.</param>
/// <param name="Id">Process id.</param>
/// <param name="Started">When it began, in clock ticks since the boot: ids are given out again.</param>
public sealed record HolderProcess(string Boot, string Space, int Id, long Started)
{
    private const int StartField = 22;

    /// <summary>This process; null where it cannot be told apart.</summary>
    public static HolderProcess? Current() => Of(Environment.ProcessId);

    /// <summary>A process of this machine; null when there is none with that id.</summary>
    public static HolderProcess? Of(int id)
    {
        try
        {
            if (!OperatingSystem.IsLinux() || StartOf(id) is not { } started) return null;
            return new HolderProcess(BootNow(), SpaceNow(), id, started);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A system without these files: then nobody can be told to be dead.
            return null;
        }
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static HolderProcess? Parse(string? text) =>
        text?.Split(' ') is [var boot, var space, var id, var started]
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new HolderProcess(boot, space, process, ticks)
            : null;

    /// <summary>True when it was a process of this machine, as seen from here, and has ended. Never true for one that cannot be seen.</summary>
    public bool HasEnded() => Current() is { } here && here.Boot == Boot && here.Space == Space && StartOf(Id) != Started;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Boot} {Space} {Id} {Started}");

    private static string BootNow() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    private static string SpaceNow() => new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";

    // A process that has ended and is not collected yet (Z, X) does nothing any more. Its name may hold blanks and parentheses.
    private static long? StartOf(int id)
    {
        string line;
        try
        {
            line = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
        }
        catch (IOException)
        {
            return null;
        }

        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : long.Parse(fields[StartField - 3], CultureInfo.InvariantCulture);
    }
}
