using System.Globalization;

namespace LocalCloud.Controllers.Workloads;

/// <summary>The five fields of a cron line: minute, hour, day of month, month, day of week.</summary>
internal sealed class CronSchedule
{
    private static readonly (int Low, int High)[] Ranges = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)];

    private readonly bool[][] _fields;
    private readonly bool _anyDay;
    private readonly bool _anyWeekday;

    private CronSchedule(bool[][] fields, bool anyDay, bool anyWeekday)
    {
        _fields = fields;
        _anyDay = anyDay;
        _anyWeekday = anyWeekday;
    }

    /// <summary>Reads a schedule; null when it is none.</summary>
    public static CronSchedule? Parse(string text)
    {
        var line = Named(text);
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != Ranges.Length) return null;
        var fields = new bool[Ranges.Length][];
        for (var at = 0; at < words.Length; at++)
        {
            if (Field(words[at], Ranges[at].Low, Ranges[at].High) is not { } field) return null;
            fields[at] = field;
        }

        // Sunday has two numbers.
        fields[4][0] |= fields[4][7];
        return new CronSchedule(fields, words[2] == "*", words[4] == "*");
    }

    /// <summary>The first moment after the given one; null when there is none within four years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var moment = new DateTimeOffset(after.Year, after.Month, after.Day, after.Hour, after.Minute, 0, after.Offset).AddMinutes(1);
        var end = after.AddYears(4);
        while (moment < end)
        {
            if (!_fields[3][moment.Month] || !IsDay(moment)) moment = moment.Date.AddDays(1) is var day ? new DateTimeOffset(day, after.Offset) : moment;
            else if (!_fields[1][moment.Hour]) moment = moment.AddMinutes(60 - moment.Minute);
            else if (!_fields[0][moment.Minute]) moment = moment.AddMinutes(1);
            else return moment;
        }

        return null;
    }

    /// <summary>Both day fields given: either is enough, as cron has always had it.</summary>
    private bool IsDay(DateTimeOffset moment)
    {
        var day = _fields[2][moment.Day];
        var weekday = _fields[4][(int)moment.DayOfWeek];
        return _anyDay || _anyWeekday ? day && weekday : day || weekday;
    }

    private static string Named(string text) => text.Trim() switch
    {
        "@hourly" => "0 * * * *",
        "@daily" or "@midnight" => "0 0 * * *",
        "@weekly" => "0 0 * * 0",
        "@monthly" => "0 0 1 * *",
        "@yearly" or "@annually" => "0 0 1 1 *",
        var other => other,
    };

    private static bool[]? Field(string text, int low, int high)
    {
        var field = new bool[high + 1];
        foreach (var part in text.Split(','))
        {
            var slash = part.Split('/');
            var step = 1;
            if (slash.Length > 2 || (slash.Length == 2 && (!int.TryParse(slash[1], NumberStyles.None, CultureInfo.InvariantCulture, out step) || step < 1))) return null;
            if (Range(slash[0], low, high, slash.Length == 2) is not var (from, to) || from < low || to > high || from > to) return null;
            for (var value = from; value <= to; value += step) field[value] = true;
        }

        return field;
    }

    private static (int From, int To)? Range(string text, int low, int high, bool isOpen)
    {
        if (text == "*") return (low, high);
        var ends = text.Split('-');
        if (ends.Length > 2 || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)) return null;
        if (ends.Length == 1) return (from, isOpen ? high : from);
        return int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var to) ? (from, to) : null;
    }
}
