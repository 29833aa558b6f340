namespace Build.Tests.Actions;

/// <summary>As <see cref="HarnessFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HarnessTheoryAttribute : TheoryAttribute
{
    public HarnessTheoryAttribute(params string[] tools) => Skip = HarnessFactAttribute.Reason(tools);
}
