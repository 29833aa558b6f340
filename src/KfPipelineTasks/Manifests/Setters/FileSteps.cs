namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Replaces files on the disk: new file, flush, rename. Whoever reads meanwhile sees the old file or the new one.</summary>
internal sealed class FileSteps : IFileSteps
{
    public byte[] Read(string path) => File.ReadAllBytes(path);

    public string Stage(string path, byte[] bytes)
    {
        // In the same folder, because only within one file system a rename is one step; the name is no manifest's name.
        var staged = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.kptset");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, PreallocationSize = bytes.Length };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(staged, options))
            {
                file.Write(bytes);
                // The mode of the old file, whatever the umask.
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(path));
                file.Flush(flushToDisk: true);
            }

            return staged;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            File.Delete(staged);
            throw;
        }
    }

    public void Replace(string staged, string path) => File.Move(staged, path, overwrite: true);

    public void Discard(string staged) => File.Delete(staged);
}
