namespace Cake.Frosting;

/// <summary>What happens before the first and after the last task.</summary>
public interface IFrostingLifetime : IFrostingSetup, IFrostingTeardown
{
}
