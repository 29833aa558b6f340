namespace TestKit;

/// <summary>A fact that runs another program on data that is not part of the repository: skipped, with the reason, where either is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedToolFactAttribute : FactAttribute
{
    public SharedToolFactAttribute(string tool, params string[] path) =>
        Skip = new SharedFactAttribute(path).Skip ?? new ToolFactAttribute(tool).Skip;
}
