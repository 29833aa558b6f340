using System.Security.Cryptography;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// Writes a plan: all of it or nothing. First every new file is written beside the old one, then all take their places; when
/// one cannot, those before it are put back. A process that dies in between leaves each file old or new, never half, and
/// running again finishes the work.
/// </summary>
public sealed class PackageWriter
{
    private readonly IFileSteps _steps;

    internal PackageWriter(IFileSteps steps) => _steps = steps;

    /// <summary>Writes every file of the plan.</summary>
    /// <exception cref="UsageException">The plan has findings; nothing was written.</exception>
    /// <exception cref="DeployException">A file changed since the plan was made, or cannot be written. The message says what was put back.</exception>
    public static Task WriteAsync(SetterPlan plan, CancellationToken cancellation) => new PackageWriter(new FileSteps()).RunAsync(plan, cancellation);

    internal async Task RunAsync(SetterPlan plan, CancellationToken cancellation)
    {
        plan.ThrowIfRefused();
        var staged = new string?[plan.Files.Count];
        try
        {
            var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount * 4 };
            await Parallel.ForAsync(0, staged.Length, options, (i, _) =>
            {
                staged[i] = Stage(plan.Files[i]);
                return ValueTask.CompletedTask;
            });
        }
        catch
        {
            foreach (var file in staged.OfType<string>()) _steps.Discard(file);
            throw;
        }

        Replace(plan.Files, staged!);
    }

    /// <summary>The text of a planned file.</summary>
    /// <exception cref="DeployException">Its bytes are not those the plan was made with.</exception>
    internal static string TextOf(PlannedFile file, byte[] bytes) => SHA256.HashData(bytes).AsSpan().SequenceEqual(file.Hash)
        ? YamlFileText.Decode(bytes)
        : throw new DeployException($"{file.Shown} was changed by somebody else since its setters were planned; nothing was written.", "Run again.");

    private string Stage(PlannedFile file)
    {
        try
        {
            return _steps.Stage(file.Path, YamlFileText.Encode(TextEdit.Apply(TextOf(file, _steps.Read(file.Path)), file.Edits)));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new DeployException($"{file.Shown}: writing its setters failed: {failed.Message} Nothing was changed.", cause: failed);
        }
    }

    // From here on there is no way back but to the end or to the start, so nothing is cancelled any more.
    private void Replace(IReadOnlyList<PlannedFile> files, IReadOnlyList<string> staged)
    {
        for (var i = 0; i < files.Count; i++)
        {
            try
            {
                _steps.Replace(staged[i], files[i].Path);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                var stuck = files.Take(i).Where(file => !IsPutBack(file)).Select(file => file.Shown).ToList();
                foreach (var left in staged.Skip(i)) _steps.Discard(left);
                throw new DeployException(
                    $"{files[i].Shown}: replacing it failed: {failed.Message} " + (stuck.Count == 0 ? "Nothing was changed." : $"These files are set already and could not be put back: {string.Join(", ", stuck)}."),
                    "Run again once the cause is gone: what is set already stays as it is.", failed);
            }
        }
    }

    private bool IsPutBack(PlannedFile file)
    {
        try
        {
            var old = TextEdit.Apply(YamlFileText.Decode(_steps.Read(file.Path)), TextEdit.Inverse(file.Edits));
            _steps.Replace(_steps.Stage(file.Path, YamlFileText.Encode(old)), file.Path);
            return true;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
