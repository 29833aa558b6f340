namespace TestKit;

/// <summary>A theory about data that is not part of the repository: skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute(params string[] path) => Skip = new SharedFactAttribute(path).Skip;
}
