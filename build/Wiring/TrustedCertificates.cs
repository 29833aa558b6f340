using System.Security.Cryptography.X509Certificates;

namespace KfPipelineTasks.Build.Wiring;

/// <summary>
/// The certificates this machine trusts, read ahead of the first connection. On Linux the runtime reads all of them, some 300 files, before it looks at
/// the first server's certificate, even where a cluster brings an authority of its own. That takes as long as opening the connection does.
/// </summary>
internal static class TrustedCertificates
{
    private static int _begun;

    /// <summary>Begins reading, on another core, once. Whatever is wrong with the files, the connection that needs them tells.</summary>
    public static void ReadAhead()
    {
        if (OperatingSystem.IsLinux() && Interlocked.Exchange(ref _begun, 1) == 0) _ = Task.Run(Read);
    }

    private static void Read()
    {
        using var roots = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        // Opening alone reads nothing.
        foreach (var certificate in roots.Certificates) certificate.Dispose();
    }
}
