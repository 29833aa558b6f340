namespace Cake.Frosting;

/// <summary>Another task has to run before the decorated one.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependentOnAttribute : Attribute
{
    /// <summary>Declares the dependency.</summary>
    /// <param name="type">The class of the task that runs first. Anything but an <see cref="IFrostingTask"/> fails the run.</param>
    public IsDependentOnAttribute(Type type)
    {
        Task = type;
    }

    /// <summary>The class of the task that runs first.</summary>
    public Type Task { get; }
}
