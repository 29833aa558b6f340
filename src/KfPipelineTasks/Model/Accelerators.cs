namespace KfPipelineTasks.Model;

/// <summary>What is known of accelerator types without asking anybody.</summary>
public static class Accelerators
{
    /// <summary>What to choose in place of one that Google no longer offers.</summary>
    public const string Instead = "Choose nvidia-tesla-t4 or nvidia-l4.";

    private static readonly HashSet<string> Gone = new(StringComparer.Ordinal) { "nvidia-tesla-k80" };

    /// <summary>True for a type that Google no longer offers. Source: https://cloud.google.com/compute/docs/gpus (K80: ended on 1 May 2024).</summary>
    public static bool IsGone(string type) => Gone.Contains(type);
}
