namespace KfPipelineTasks.Cluster.Fields;

/// <summary>Where a walk through an object stands.</summary>
/// <param name="Names">Names from the root, list items not counted: <c>.spec.ports.port</c>. For looking things up.</param>
/// <param name="Text">For people: <c>spec.ports[port=80,protocol=TCP].port</c>.</param>
internal readonly record struct Place(string Names, string Text)
{
    public Place()
        : this("", "")
    {
    }

    public Place Field(string name)
    {
        var plain = name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return new Place($"{Names}.{name}", plain ? Text.Length == 0 ? name : $"{Text}.{name}" : $"{Text}[{name}]");
    }

    public Place Item(string key) => this with { Text = $"{Text}[{key}]" };
}
