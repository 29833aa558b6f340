namespace Cake.Frosting;

/// <summary>Says in a sentence what a task does; <c>--description</c> lists it.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskDescriptionAttribute : Attribute
{
    /// <summary>Describes the task.</summary>
    /// <param name="description">The sentence that <c>--description</c> lists.</param>
    public TaskDescriptionAttribute(string description)
    {
        Description = description;
    }

    /// <summary>The sentence that <c>--description</c> lists.</summary>
    public string Description { get; }
}
