using System.Text.Encodings.Web;
using System.Text.Json;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>How this room writes JSON.</summary>
internal static class Json
{
    /// <summary>On one line; letters beyond ASCII stay as they are.</summary>
    public static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented, with camel-case names.</summary>
    public static JsonSerializerOptions Shown { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };
}
