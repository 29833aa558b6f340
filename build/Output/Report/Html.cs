using System.Globalization;
using System.Net;

namespace KfPipelineTasks.Build.Output.Report;

/// <summary>Texts inside a page: they add no markup. Times and places as a reader sees them.</summary>
internal static class Html
{
    /// <summary>Text of one line, inside an element or a quoted attribute.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(PlainText.Tame(text.ReplaceLineEndings(" ")));

    /// <summary>Text of several lines.</summary>
    public static string Lines(string text) => string.Join('\n', PlainText.Lines(text).Select(line => WebUtility.HtmlEncode(PlainText.Tame(line))));

    /// <summary><c>0.4 s</c>, <c>12 s</c>, <c>1:05</c>.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        _ => PlainText.Of(time),
    };

    /// <summary>Where a span of time lies on a line that is the whole run.</summary>
    public static string Place(TimeSpan from, TimeSpan to, TimeSpan whole)
    {
        var all = Math.Max(whole.TotalSeconds, 0.001);
        var left = Math.Clamp(from.TotalSeconds / all * 100, 0, 100);
        var width = Math.Clamp((to - from).TotalSeconds / all * 100, 0, 100 - left);
        return string.Create(CultureInfo.InvariantCulture, $"left:{left:0.##}%;width:{width:0.##}%");
    }
}
