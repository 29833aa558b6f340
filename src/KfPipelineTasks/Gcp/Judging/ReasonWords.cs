using System.Text;

namespace KfPipelineTasks.Gcp.Judging;

/// <summary>Reasons as they are printed: <c>insufficient-oauth-scope</c>.</summary>
public static class ReasonWords
{
    public static string Word(this Reason reason)
    {
        if (reason == Reason.InsufficientOAuthScope) return "insufficient-oauth-scope";
        var text = new StringBuilder();
        foreach (var letter in reason.ToString())
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
