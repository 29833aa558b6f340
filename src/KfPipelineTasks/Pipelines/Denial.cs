namespace KfPipelineTasks.Pipelines;

/// <summary>A refusal that is known, and what is behind it.</summary>
/// <param name="Text">Words by which it is known; of several parts, separated by <c>…</c>, all must be there in this order.</param>
/// <param name="From">Who says so.</param>
/// <param name="Cause">What is behind it.</param>
/// <param name="Next">What to do.</param>
/// <param name="MayPass">True when it goes away by itself once something has started or spread.</param>
public sealed record Denial(string Text, string From, string Cause, string Next, bool MayPass = false)
{
    /// <summary>True when the text has the words of this denial.</summary>
    public bool Fits(string text)
    {
        var at = 0;
        foreach (var part in Text.Split('…'))
        {
            at = text.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
            if (at < 0) return false;
            at += part.Length;
        }

        return true;
    }
}
