using Cake.Core.IO;

namespace Cake.Frosting.Internal;

/// <summary>Where the program asked to run, as a service.</summary>
internal sealed record WorkingDirectory(DirectoryPath Path);
