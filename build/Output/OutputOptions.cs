using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>What every form of output is told.</summary>
public sealed record OutputOptions
{
    /// <summary>Lines below this are left out; results (answers, tables) never are.</summary>
    public Level Threshold { get; init; } = Level.Info;

    /// <summary>Every line is marked as coming from a rehearsal.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>Folder that gets the report; null when nobody asked for one.</summary>
    public string? Report { get; init; }

    /// <summary>Colours for people at a terminal.</summary>
    public bool Colour { get; init; }
}
