using Cake.Core.Packaging;

namespace Cake.Frosting;

/// <summary>Installs the tools a program asked for with <see cref="CakeHostExtensions.InstallTool"/> before its tasks run.</summary>
public interface IToolInstaller
{
    /// <summary>Installs one tool with the first installer that knows its scheme, and registers its files with the tool locator.</summary>
    /// <exception cref="FrostingException">No installer knows the scheme, or the package brought no file.</exception>
    void Install(PackageReference tool);
}
