namespace KfPipelineTasks.Model;

/// <summary>Short words for the common things to say.</summary>
public static class Outputs
{
    public static void Info(this IOutput output, string text) => output.Write(new OutputEvent.Line(Level.Info, text));

    public static void Detail(this IOutput output, string text) => output.Write(new OutputEvent.Line(Level.Detail, text));

    public static void Warn(this IOutput output, string text, SourcePosition? at = null, string? next = null) =>
        output.Write(new OutputEvent.Line(Level.Warning, text, at, next));

    public static void Error(this IOutput output, string text, SourcePosition? at = null, string? next = null) =>
        output.Write(new OutputEvent.Line(Level.Error, text, at, next));

    public static void Show(this IOutput output, Change change) => output.Write(new OutputEvent.Changed(change));

    public static void Show(this IOutput output, Plan plan) => output.Write(new OutputEvent.Planned(plan));

    public static void Show(this IOutput output, Table table) => output.Write(new OutputEvent.TableShown(table));

    public static void Mask(this IOutput output, Secret secret) => output.Write(new OutputEvent.Masked(secret));

    public static void Answer(this IOutput output, string name, string value) => output.Write(new OutputEvent.Answer(name, value));
}
