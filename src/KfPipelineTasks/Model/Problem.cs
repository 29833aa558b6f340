namespace KfPipelineTasks.Model;

/// <summary>One thing that stands in the way.</summary>
/// <param name="Message">Object, act and cause, in that order.</param>
/// <param name="At">Where to look, when it is in a file.</param>
/// <param name="Next">What to do next; null when the message says it already.</param>
public sealed record Problem(string Message, SourcePosition? At = null, string? Next = null)
{
    public override string ToString()
    {
        var text = At is null ? Message : $"{At}: {Message}";
        return Next is null ? text : $"{text} {Next}";
    }
}
