namespace KfPipelineTasks.Tests.Manifests.Rendering;

/// <summary>A temporary folder, filled from texts, gone with the test.</summary>
internal sealed class PackageFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("package-").FullName;

    public string this[string path] => Path.Combine(Root, path);

    public PackageFolder With(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[file])!);
        File.WriteAllText(this[file], text);
        return this;
    }

    /// <summary>A program of our own on the search path, as a shell script.</summary>
    public PackageFolder WithProgram(string name, string script)
    {
        With($"bin/{name}", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(this[$"bin/{name}"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
