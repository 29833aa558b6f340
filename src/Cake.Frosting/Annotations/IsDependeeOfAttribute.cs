namespace Cake.Frosting;

/// <summary>The decorated task has to run before another one: <see cref="IsDependentOnAttribute"/> seen from the other end.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependeeOfAttribute : Attribute
{
    /// <summary>Declares the reverse dependency.</summary>
    /// <param name="type">The class of the task that waits. Anything but an <see cref="IFrostingTask"/> fails the run.</param>
    public IsDependeeOfAttribute(Type type)
    {
        Task = type;
    }

    /// <summary>The class of the task that waits.</summary>
    public Type Task { get; }
}
