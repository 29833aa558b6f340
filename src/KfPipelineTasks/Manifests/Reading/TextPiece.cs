using System.Runtime.InteropServices;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>A part of a text that holds whole YAML documents.</summary>
/// <param name="Start">Index of the first character.</param>
/// <param name="Length">Number of characters.</param>
/// <param name="FirstLine">Line of the whole text on which the piece starts, counted from 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextPiece(int Start, int Length, int FirstLine);
