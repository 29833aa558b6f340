using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>Registers a program's services in a class of its own; see <see cref="CakeHostExtensions.UseStartup{TStartup}"/>.</summary>
public interface IFrostingStartup
{
    /// <summary>Adds to, or replaces, what the host registered.</summary>
    void Configure(IServiceCollection services);
}
