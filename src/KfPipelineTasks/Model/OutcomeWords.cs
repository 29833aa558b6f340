namespace KfPipelineTasks.Model;

/// <summary>The outcomes as they are printed: lower case, one word.</summary>
public static class OutcomeWords
{
    public static string Word(this Outcome outcome) => outcome.ToString().ToLowerInvariant();
}
