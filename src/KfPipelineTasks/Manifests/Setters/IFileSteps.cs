namespace KfPipelineTasks.Manifests.Setters;

/// <summary>The steps in which files are replaced, one at a time, so that a test can stop between any two of them.</summary>
internal interface IFileSteps
{
    /// <exception cref="IOException">It cannot be read.</exception>
    byte[] Read(string path);

    /// <summary>Writes the bytes to a new file beside <paramref name="path"/>, with its mode, and on to the disk.</summary>
    /// <returns>Path of the new file.</returns>
    /// <exception cref="IOException">It cannot be written; nothing is left behind.</exception>
    string Stage(string path, byte[] bytes);

    /// <summary>Puts the staged file in the place of <paramref name="path"/>, in one step.</summary>
    /// <exception cref="IOException">It cannot be put there.</exception>
    void Replace(string staged, string path);

    /// <summary>Removes a staged file that is not needed.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    void Discard(string staged);
}
