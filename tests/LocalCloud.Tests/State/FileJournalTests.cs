using System.Text;
using LocalCloud.State;

namespace LocalCloud.Tests.State;

public sealed class FileJournalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-");

    private string FilePath => Path.Combine(_folder.FullName, "state");

    public void Dispose() => _folder.Delete(recursive: true);

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string All(IJournal journal, string prefix = "") => string.Join(' ', journal.Load(prefix).Select(pair => $"{pair.Key}={Encoding.UTF8.GetString(pair.Value.Span)}"));

    [Fact]
    public async Task Two_never_write_one_file_and_only_its_owner_reads_it()
    {
        await File.WriteAllBytesAsync(FilePath, []);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await using (var first = FileJournal.Open(FilePath))
        {
            first.Put("a", Bytes("kept"));
            var refused = Assert.Throws<IOException>(() => FileJournal.Open(FilePath));
            Assert.Contains("--state", refused.Message, StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
            for (var i = 0; i < 2000; i++) first.Put("a", Bytes("kept"));
        }
        // Rewritten when it is opened now, and still alone.
        await using var again = FileJournal.Open(FilePath);
        Assert.Throws<IOException>(() => FileJournal.Open(FilePath));
        again.Put("b", Bytes("new"));
        await again.FlushAsync(CancellationToken.None);
        Assert.Equal("a=kept b=new", All(again));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public async Task What_was_flushed_is_there_after_opening_again()
    {
        await using (var journal = FileJournal.Open(FilePath))
        {
            journal.Put("a/1", Bytes("x"));
            journal.Put("b/1", Bytes("y"));
            journal.Put("a/1", Bytes("z"));
            journal.Put("a/2", Bytes("gone"));
            journal.Delete("a/2");
            await journal.FlushAsync(CancellationToken.None);
        }
        await using var again = FileJournal.Open(FilePath);
        Assert.Equal("a/1=z b/1=y", All(again));
        Assert.Equal("b/1=y", All(again, "b/"));
    }

    [Fact]
    public async Task What_was_never_flushed_may_be_lost_but_breaks_nothing()
    {
        using (var journal = FileJournal.Open(FilePath))
        {
            journal.Put("a", Bytes("kept"));
            await journal.FlushAsync(CancellationToken.None);
            journal.Put("b", Bytes("lost"));
        }
        await using var again = FileJournal.Open(FilePath);
        Assert.Equal("a=kept", All(again));
    }

    [Fact]
    public async Task A_record_torn_by_a_kill_is_cut_off_wherever_it_was_torn()
    {
        await using (var journal = FileJournal.Open(FilePath))
        {
            journal.Put("a", Bytes("first"));
            journal.Put("b", Bytes("second"));
        }
        var whole = await File.ReadAllBytesAsync(FilePath);
        for (var length = whole.Length - 1; length > whole.Length - 19; length--)
        {
            await File.WriteAllBytesAsync(FilePath, whole[..length]);
            await using var journal = FileJournal.Open(FilePath);
            Assert.Equal("a=first", All(journal));
            journal.Put("c", Bytes("third"));
            await journal.FlushAsync(CancellationToken.None);
            Assert.Equal("a=first c=third", All(journal));
        }
    }

    [Fact]
    public async Task A_flipped_bit_ends_the_journal_before_it()
    {
        await using (var journal = FileJournal.Open(FilePath))
        {
            journal.Put("a", Bytes("first"));
            journal.Put("b", Bytes("second"));
        }
        var bytes = await File.ReadAllBytesAsync(FilePath);
        bytes[^2] ^= 1;
        await File.WriteAllBytesAsync(FilePath, bytes);
        await using var again = FileJournal.Open(FilePath);
        Assert.Equal("a=first", All(again));
    }

    [Fact]
    public async Task Dead_records_are_swept_out_when_the_file_is_opened()
    {
        await using (var journal = FileJournal.Open(FilePath))
            for (var i = 0; i < 3000; i++) journal.Put("a", Bytes($"{i}"));
        var before = new FileInfo(FilePath).Length;
        await using (var again = FileJournal.Open(FilePath)) Assert.Equal("a=2999", All(again));
        Assert.InRange(new FileInfo(FilePath).Length, 1, before / 100);
        await using var third = FileJournal.Open(FilePath);
        Assert.Equal("a=2999", All(third));
    }

    [Fact]
    public async Task Many_writers_are_flushed_together()
    {
        await using (var journal = FileJournal.Open(FilePath))
        {
            await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
            {
                journal.Put($"k{i:000}", Bytes($"{i}"));
                await journal.FlushAsync(CancellationToken.None);
            })));
        }
        await using var again = FileJournal.Open(FilePath);
        Assert.Equal(200, again.Load("k").Count());
    }

    [Fact]
    public async Task Another_file_is_not_taken_for_a_journal()
    {
        await File.WriteAllTextAsync(FilePath, "something else");
        var refusal = Assert.Throws<IOException>(() => FileJournal.Open(FilePath));
        Assert.Contains("is not a state file of LocalCloud", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("something else", await File.ReadAllTextAsync(FilePath));
    }
}
