using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace LocalCloud.State;

/// <summary>
/// A journal in one file. Every change is appended as a record with a checksum; a flush writes what has gathered and syncs
/// it to disk, once for everybody who waits (group commit). A torn record at the end, as a kill leaves it, is cut off when
/// the file is opened; a file that has grown by dead records is rewritten then.
/// </summary>
public sealed class FileJournal : IJournal, IAsyncDisposable, IDisposable
{
    private static ReadOnlySpan<byte> Magic => "LCJ1"u8;

    private const int HeaderLength = 13;
    private const byte PutMark = 1;
    private const byte DeleteMark = 2;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly FileStream _file;
    private ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> _values;
    private MemoryStream _pending = new();
    private long _put;
    private long _durable;
    private IOException? _broken;

    private FileJournal(FileStream file, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> values)
    {
        _file = file;
        _values = values;
    }

    /// <exception cref="IOException">The file cannot be opened, is in use, or is no journal.</exception>
    public static FileJournal Open(string path)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var file = OpenAlone(full, FileMode.OpenOrCreate);
        try
        {
            var (values, records, end) = Read(file, full);
            if (records > 1000 && records > values.Count * 4) return Compacted(file, full, values);
            if (file.Length == 0)
            {
                file.Write(Magic);
                end = Magic.Length;
            }
            if (file.Length != end) file.SetLength(end);
            file.Position = end;
            file.Flush(flushToDisk: true);
            return new(file, values);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static FileJournal Compacted(FileStream old, string path, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> values)
    {
        var fresh = path + ".new";
        var file = OpenAlone(fresh, FileMode.Create);
        try
        {
            file.Write(Magic);
            foreach (var (key, value) in values) Append(file, PutMark, key, value.Span);
            file.Flush(flushToDisk: true);
            // Windows renames nothing that is open over something that is open; elsewhere both stay locked, so nobody comes in between.
            if (OperatingSystem.IsWindows()) return Renamed(old, file, fresh, path, values);
            File.Move(fresh, path, overwrite: true);
            old.Dispose();
            return new(file, values);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static FileJournal Renamed(FileStream old, FileStream fresh, string from, string path, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> values)
    {
        old.Dispose();
        fresh.Dispose();
        File.Move(from, path, overwrite: true);
        var reopened = OpenAlone(path, FileMode.Open);
        reopened.Seek(0, SeekOrigin.End);
        return new(reopened, values);
    }

    /// <summary>Opens a file for this process alone: two that write one journal lose what they have promised. It holds keys, so only its owner may read it.</summary>
    private static FileStream OpenAlone(string path, FileMode mode)
    {
        var owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open) options.UnixCreateMode = owner;
        FileStream file;
        try
        {
            file = new FileStream(path, options);
        }
        catch (IOException taken) when (File.Exists(path) && taken is not PathTooLongException)
        {
            throw new IOException($"{path} cannot be opened for this LocalCloud alone: {taken.Message} Stop the one that uses it, or name another file with --state.", taken);
        }

        // One of an earlier version may be there that everybody could read.
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file.SafeFileHandle) != owner) File.SetUnixFileMode(file.SafeFileHandle, owner);
        return file;
    }

    private static (ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Values, long Records, long End) Read(FileStream file, string path)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        if (file.Length == 0) return (values.ToImmutable(), 0, 0);
        var magic = new byte[Magic.Length];
        if (file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !Magic.SequenceEqual(magic))
            throw new IOException($"{path} is not a state file of LocalCloud. Name another file with --state.");
        long end = Magic.Length, records = 0;
        var header = new byte[HeaderLength];
        while (TryRead(file, header, out var key, out var value))
        {
            if (header[0] == PutMark) values[key] = value;
            else values.Remove(key);
            records++;
            end = file.Position;
        }
        return (values.ToImmutable(), records, end);
    }

    /// <summary>False at the end, and at a record that was never finished.</summary>
    private static bool TryRead(FileStream file, byte[] header, out string key, out ReadOnlyMemory<byte> value)
    {
        key = "";
        value = default;
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength) return false;
        var keyLength = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(1));
        var valueLength = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(5));
        if (header[0] is not (PutMark or DeleteMark) || keyLength < 0 || valueLength < 0 || keyLength + (long)valueLength > file.Length - file.Position) return false;
        var body = new byte[keyLength + valueLength];
        file.ReadExactly(body);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(9)) != Checksum(header[0], body)) return false;
        key = Encoding.UTF8.GetString(body, 0, keyLength);
        value = body.AsMemory(keyLength);
        return true;
    }

    /// <summary>FNV-1a: enough to tell a whole record from a torn one.</summary>
    private static uint Checksum(byte mark, ReadOnlySpan<byte> body)
    {
        var hash = (2166136261u ^ mark) * 16777619u;
        foreach (var one in body) hash = (hash ^ one) * 16777619u;
        return hash;
    }

    private static void Append(Stream stream, byte mark, string key, ReadOnlySpan<byte> value)
    {
        var keyLength = Encoding.UTF8.GetByteCount(key);
        var record = new byte[HeaderLength + keyLength + value.Length];
        record[0] = mark;
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(1), keyLength);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(5), value.Length);
        Encoding.UTF8.GetBytes(key, record.AsSpan(HeaderLength));
        value.CopyTo(record.AsSpan(HeaderLength + keyLength));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(9), Checksum(mark, record.AsSpan(HeaderLength)));
        stream.Write(record);
    }

    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Load(string prefix)
    {
        ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> values;
        lock (_gate) values = _values;
        return values.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal));
    }

    public void Put(string key, ReadOnlyMemory<byte> json)
    {
        lock (_gate)
        {
            _values = _values.SetItem(key, json);
            Append(_pending, PutMark, key, json.Span);
            _put++;
        }
    }

    public void Delete(string key)
    {
        lock (_gate)
        {
            if (!_values.ContainsKey(key)) return;
            _values = _values.Remove(key);
            Append(_pending, DeleteMark, key, default);
            _put++;
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        long mine;
        lock (_gate) mine = _put;
        if (Interlocked.Read(ref _durable) >= mine) return;
        await _writing.WaitAsync(cancellation);
        try
        {
            // Whoever came first has written for the others too.
            if (Interlocked.Read(ref _durable) >= mine) return;
            WritePending();
        }
        finally
        {
            _writing.Release();
        }
    }

    private void WritePending()
    {
        if (_broken is not null) throw new IOException($"The state file could not be written before: {_broken.Message}", _broken);
        MemoryStream batch;
        long upTo;
        lock (_gate)
        {
            (batch, _pending) = (_pending, new MemoryStream());
            upTo = _put;
        }
        try
        {
            batch.WriteTo(_file);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException error)
        {
            // What comes after a torn record would be lost: from here on nothing may be promised.
            _broken = error;
            throw;
        }
        Interlocked.Exchange(ref _durable, upTo);
    }

    public async ValueTask DisposeAsync()
    {
        await FlushAsync(CancellationToken.None);
        Dispose();
    }

    /// <summary>Closes the file without writing what was not flushed.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _writing.Dispose();
    }
}
