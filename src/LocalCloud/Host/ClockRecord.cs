using System.Globalization;
using System.Text;
using LocalCloud.State;

namespace LocalCloud.Host;

/// <summary>How simulated time ran: with it and the time of the file's last write, a restart knows how late it was.</summary>
internal sealed record ClockRecord(DateTimeOffset Real, DateTimeOffset Simulated, double Speed)
{
    private const string Key = "host/clock";

    public void Write(IJournal journal) => journal.Put(Key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Real:O} {Simulated:O} {Speed:R}")));

    /// <summary>The simulated time when the file was last written; null when it was never served from.</summary>
    /// <exception cref="IOException">The file cannot be used.</exception>
    public static DateTimeOffset? LastSeen(string stateFile)
    {
        if (!File.Exists(stateFile)) return null;
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(stateFile));
        return Read(stateFile) is { } clock ? clock.Simulated + (written - clock.Real) * clock.Speed : null;
    }

    private static ClockRecord? Read(string stateFile)
    {
        using var journal = FileJournal.Open(stateFile);
        var text = journal.Load(Key).Select(pair => Encoding.UTF8.GetString(pair.Value.Span)).FirstOrDefault();
        if (text?.Split(' ') is not [var real, var simulated, var speed]) return null;
        return new(Time(real), Time(simulated), double.Parse(speed, CultureInfo.InvariantCulture));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
