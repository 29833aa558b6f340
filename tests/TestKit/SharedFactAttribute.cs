namespace TestKit;

/// <summary>A fact about data that is not part of the repository: skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(params string[] path)
    {
        if (SharedData.Root is null)
            Skip = "../shared is not there: the real package and the recorded exchanges live outside the repository.";
        else if (!System.IO.Path.Exists(SharedData.Path(path)))
            Skip = $"../shared has no {string.Join('/', path)}.";
    }
}
