using Cake.Core;

namespace Cake.Frosting;

/// <summary>Cake's context as it is; the base class for contexts that add to it.</summary>
public class FrostingContext : CakeContextAdapter, IFrostingContext
{
    /// <summary>Wraps Cake's context.</summary>
    public FrostingContext(ICakeContext context)
        : base(context)
    {
    }
}
