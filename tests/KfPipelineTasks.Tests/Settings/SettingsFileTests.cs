using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Tests.Settings;

public sealed class SettingsFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kft-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_huge_file_is_refused_without_being_parsed()
    {
        File.WriteAllText(InFolder("kubeflow.yaml"), "a: " + new string('[', 10 * 1024 * 1024));
        Assert.Equal("kubeflow.yaml: The settings file is larger than 1 MiB, so it is not a settings file.", Assert.Single(Problems()).ToString());
    }

    [Fact]
    public void The_largest_allowed_file_is_read()
    {
        File.WriteAllText(InFolder("kubeflow.yaml"), "location: us-central1\n" + new string('#', SettingsFile.MaxBytes - 22));
        Assert.Empty(Problems());
    }

    [Fact]
    public void A_binary_file_is_refused()
    {
        File.WriteAllBytes(InFolder("kubeflow.yaml"), [0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]);
        Assert.Equal("kubeflow.yaml: The settings file is not text in UTF-8.", Assert.Single(Problems()).ToString());
    }

    [Fact]
    public void Another_encoding_is_refused()
    {
        File.WriteAllBytes(InFolder("kubeflow.yaml"), Encoding.Latin1.GetBytes("location: größe\n"));
        Assert.Equal("kubeflow.yaml: The settings file is not text in UTF-8.", Assert.Single(Problems()).ToString());
    }

    [Fact]
    public void An_unreadable_file_is_refused_with_the_reason()
    {
        // The superuser reads everything, so a link to itself stands for what cannot be opened.
        File.CreateSymbolicLink(InFolder("kubeflow.yaml"), InFolder("kubeflow.yaml"));
        var problem = Assert.Single(Problems("--settings=kubeflow.yaml")).ToString();
        Assert.StartsWith("kubeflow.yaml: The settings file ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_is_one_exception_that_says_nothing_was_changed()
    {
        File.WriteAllText(InFolder("kubeflow.yaml"), "locaton: us-central1\nnode-pool:\n  nodes: many\n");
        var error = Assert.Throws<UsageException>(() => SettingsReader.Read(Request("--projct=x")));
        Assert.StartsWith("Nothing was changed. 3 of the settings need attention:", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, error.Problems.Count);
    }

    /// <summary>Whatever a file holds, reading it ends with an answer or with problems that have a place, never with an exception.</summary>
    [Fact]
    public void No_bytes_break_the_reader()
    {
        var sample = SampleSettings.Bytes;
        var edits = Gen.Choose(0, sample.Length - 1).Zip(Gen.Elements("\t", "[", "{", "]", "}", ":", "\"", "'", "&a ", "*a", "!", "|", ">", "%", "@", "- ", "? ", "---\n", "...\n", "\n", "#", "\0", "\u00ff", "<<: ", ",")).ListOf();
        Check.QuickThrowOnFailure(Prop.ForAll(edits.ToArbitrary(), list =>
        {
            var text = new StringBuilder(Encoding.UTF8.GetString(sample));
            foreach (var (at, what) in list) text.Insert(Math.Min(at, text.Length), what);
            var problems = new Problems();
            var root = SettingsFile.Parse(Encoding.UTF8.GetBytes(text.ToString()), "x.yaml", problems);
            if (root is not null) SettingsTree.Sort(root, problems);
            return (root is not null || problems.Any) && problems.Found.All(p => p.At is { File: "x.yaml" });
        }));
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private SettingsRequest Request(params string[] words) => new() { Arguments = ArgumentList.FromWords(words), WorkingDirectory = _folder.FullName };

    private IReadOnlyList<Problem> Problems(params string[] words)
    {
        var problems = new Problems();
        SettingsReader.Read(Request(words), problems);
        return problems.Found;
    }
}
