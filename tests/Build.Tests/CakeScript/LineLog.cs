using System.Globalization;
using Cake.Core.Diagnostics;

namespace Build.Tests.CakeScript;

/// <summary>Keeps what Cake says, a line a message.</summary>
internal sealed class LineLog : ICakeLog
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity <= Verbosity)
        {
            _lines.Add(string.Format(CultureInfo.InvariantCulture, format, args));
        }
    }
}
