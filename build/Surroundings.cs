using System.Collections;
using KfPipelineTasks.Build.Output;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Names;

namespace KfPipelineTasks.Build;

/// <summary>What the program takes from the process around it; tests hand in their own.</summary>
/// <param name="Environment">Environment variables.</param>
/// <param name="WorkingDirectory">Folder that relative paths start from.</param>
/// <param name="Terminal">Standard output.</param>
/// <param name="Time">The clock.</param>
public sealed record Surroundings(
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    Terminal Terminal,
    TimeProvider Time)
{
    /// <summary>The name system.</summary>
    public INames Names { get; init; } = new SystemNames();

    /// <summary>Where an installation answers people; null is its host name, by way of the name system.</summary>
    public Uri? Front { get; init; }

    /// <summary>How long Validate waits for word about the credential. A loaded machine that runs tests needs more.</summary>
    public TimeSpan CredentialPatience { get; init; } = new GcpDoorOptions().CredentialPatience;

    /// <summary>What is around this process; null, and a word about it, where the folder it was started in is gone.</summary>
    public static Surroundings? TryOfThisProcess()
    {
        try
        {
            return OfThisProcess();
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            using var writer = Terminal.Open().Writer;
            writer.WriteLine("error: The folder this was started in is gone, or may not be read. Change into one that is there: cd \"$HOME\".");
            return null;
        }
    }

    public static Surroundings OfThisProcess() => new(
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal),
        Directory.GetCurrentDirectory(),
        Terminal.Open(),
        TimeProvider.System);
}
