namespace Cake.Frosting;

/// <summary>Gives a task another name than that of its class.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskNameAttribute : Attribute
{
    /// <summary>Names the task.</summary>
    /// <param name="name">What <c>--target</c> and the reports call the task.</param>
    public TaskNameAttribute(string name)
    {
        Name = name;
    }

    /// <summary>What <c>--target</c> and the reports call the task.</summary>
    public string Name { get; }
}
