namespace Cake.Frosting;

/// <summary>The program was put together wrongly: a dependency that is no task, a working directory that is not there, a tool without an installer.</summary>
public sealed class FrostingException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public FrostingException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and what caused it.</summary>
    public FrostingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
