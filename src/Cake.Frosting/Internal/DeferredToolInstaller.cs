using Cake.Core.IO;
using Cake.Core.Packaging;
using Microsoft.Extensions.DependencyInjection;
using CoreToolInstaller = Cake.Core.Tooling.IToolInstaller;

namespace Cake.Frosting.Internal;

/// <summary>
/// The installer that a task reaches through its context. Every context carries one, few tasks use it, and Cake's own brings
/// a dozen NuGet assemblies into the process: it is made when the first tool is installed.
/// </summary>
internal sealed class DeferredToolInstaller(IServiceProvider provider) : CoreToolInstaller
{
    private readonly Lazy<CoreToolInstaller> _installer =
        new(() => ActivatorUtilities.CreateInstance<Core.Tooling.ToolInstaller>(provider));

    public IEnumerable<FilePath> Install(PackageReference tool) => _installer.Value.Install(tool);
}
