using System.Diagnostics;

namespace KfPipelineTasks.Model;

/// <summary>
/// A value that may be used but not printed by accident: it formats, serialises and debugs as <c>***</c>.
/// Never put <see cref="Reveal"/> into a message, an argument of a process, a plan or a file.
/// </summary>
[DebuggerDisplay("***")]
public sealed class Secret : IEquatable<Secret>
{
    private readonly string _value;

    public Secret(string value) => _value = value;

    /// <summary>The value itself, for the one call that needs it.</summary>
    public string Reveal() => _value;

    public bool Equals(Secret? other) => other is not null && _value == other._value;

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => "***";
}
