using System.Globalization;

namespace KfPipelineTasks.Settings;

/// <summary>A name that follows from the settings, with what Google Cloud or Kubernetes allows for it.</summary>
/// <param name="What">What bears it.</param>
/// <param name="Value">The name.</param>
/// <param name="Limit">Most characters.</param>
/// <param name="From">Property of the setting to change when it does not fit.</param>
/// <param name="Fault">What is wrong with it; null when it fits.</param>
public sealed record DerivedName(string What, string Value, int Limit, string From, string? Fault)
{
    /// <summary><c>ok</c>, or what is wrong.</summary>
    public string Verdict => Fault ?? "ok";

    /// <summary><c>17 of 30</c>.</summary>
    public string Length => string.Create(CultureInfo.InvariantCulture, $"{Value.Length} of {Limit}");
}
