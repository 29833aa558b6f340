using System.Text;
using System.Text.RegularExpressions;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>One line of a <c>.krmignore</c> file: gitignore's patterns.</summary>
internal sealed class IgnorePattern
{
    private readonly Regex _regex;
    private readonly bool _foldersOnly;

    private IgnorePattern(string text, int line, bool negated, bool foldersOnly, Regex regex) =>
        (Text, Line, IsNegated, _foldersOnly, _regex) = (text, line, negated, foldersOnly, regex);

    public string Text { get; }

    /// <summary>First line is 1.</summary>
    public int Line { get; }

    /// <summary>True for <c>!pattern</c>, which takes back what an earlier line hid.</summary>
    public bool IsNegated { get; }

    /// <summary>Reads a line; null for a blank one or a comment.</summary>
    public static IgnorePattern? Parse(string text, int line)
    {
        var pattern = text.TrimEnd();
        if (pattern.Length == 0 || pattern[0] == '#') return null;
        var negated = pattern[0] == '!';
        if (negated) pattern = pattern[1..];
        var foldersOnly = pattern.EndsWith('/');
        pattern = pattern.TrimEnd('/');
        if (pattern.Length == 0) return null;
        // A slash inside ties the pattern to the folder of the file; without one it holds at any depth.
        var prefix = pattern.Contains('/', StringComparison.Ordinal) ? "^" : "^(?:.*/)?";
        // NonBacktracking: a pattern of a hundred stars costs no more than a short one.
        var regex = new Regex($@"{prefix}{Translate(pattern.TrimStart('/'))}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return new IgnorePattern(text.Trim(), line, negated, foldersOnly, regex);
    }

    /// <param name="path">Relative to the folder of the file, with slashes.</param>
    /// <param name="isFolder">True when the path is a folder.</param>
    public bool Matches(string path, bool isFolder) => (isFolder || !_foldersOnly) && _regex.IsMatch(path);

    private static string Translate(string glob)
    {
        var regex = new StringBuilder();
        for (var i = 0; i < glob.Length; i++)
        {
            var rest = glob.AsSpan(i);
            if (rest.StartsWith("**/") && (i == 0 || glob[i - 1] == '/'))
            {
                regex.Append("(?:.*/)?");
                i += 2;
            }
            else if (rest.SequenceEqual("**") && i > 0 && glob[i - 1] == '/')
            {
                regex.Append(".*");
                i++;
            }
            else if (glob[i] == '[' && Class(rest) is { } set)
            {
                regex.Append('[').Append(rest[1] is '!' or '^' ? "^" : "").Append(Regex.Escape(set).Replace("]", @"\]", StringComparison.Ordinal)).Append(']');
                i += set.Length + (rest[1] is '!' or '^' ? 2 : 1);
            }
            else
            {
                var escaped = glob[i] == '\\' && i + 1 < glob.Length;
                if (escaped) i++;
                regex.Append(escaped ? Regex.Escape(glob[i].ToString()) : glob[i] switch { '*' => "[^/]*", '?' => "[^/]", _ => Regex.Escape(glob[i].ToString()) });
            }
        }

        return regex.ToString();
    }

    // The characters between the brackets; null when the bracket is not closed and stands for itself.
    private static string? Class(ReadOnlySpan<char> rest)
    {
        var from = rest.Length > 1 && rest[1] is '!' or '^' ? 2 : 1;
        var length = rest.Length > from ? rest[from..].IndexOf(']') : -1;
        return length > 0 ? rest.Slice(from, length).ToString() : null;
    }
}
