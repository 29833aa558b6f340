using Cake.Core;

namespace Cake.Frosting;

/// <summary>What a program hands to its tasks: Cake's context and whatever the program adds to it.</summary>
public interface IFrostingContext : ICakeContext
{
}
