namespace Cake.Frosting;

/// <summary>An exception out of the decorated task is logged, and the run goes on as if the task had succeeded.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ContinueOnErrorAttribute : Attribute
{
}
