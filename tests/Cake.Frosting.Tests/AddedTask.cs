using Cake.Core;
using Cake.Frosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Tests;

/// <summary>The only public task of this assembly.</summary>
public sealed class AddedTask(IServiceProvider services) : AddedBase
{
    public override void Run(ICakeContext context) => services.GetRequiredService<Journal>().Note(nameof(AddedTask));
}
