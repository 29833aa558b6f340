using Cake.Frosting;
using KfPipelineTasks.Manifests.Importing;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(Import))]
[TaskDescription("Makes settings out of a KfDef, the file of kfctl: its applications become components; says what is not carried over")]
public sealed class Import : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var definition = KfDef.Read(context.Settings.Import.KfDef);
        var target = Path.Combine(context.Run.Surroundings.WorkingDirectory, context.Settings.Import.To);
        context.Output.Show(new Table("Applications", ["application", "folder", "components", "note"],
            [.. definition.Applications.Select(a => (IReadOnlyList<string>)[a.Name, a.Path, string.Join(", ", a.Components), a.Note])]));
        var text = definition.ToSettings();
        if (context.Settings.Run.Plan)
        {
            context.Output.Write(new OutputEvent.Foreign(context.Settings.Import.To, text));
            context.Run.Planned(new Model.Plan("Import", [new Change(target, Outcome.Created)]));
            return;
        }

        await WriteAsync(target, text, context.Stop);
        context.Output.Show(new Change(target, Outcome.Created));
        context.Output.Info($"Complete it (Validate says what is missing), then: --target=Deploy --settings={context.Settings.Import.To} --plan");
    }

    // Settings that somebody has written are not ours to replace.
    private static async Task WriteAsync(string target, string text, CancellationToken cancellation)
    {
        try
        {
            await using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellation);
        }
        catch (IOException) when (File.Exists(target))
        {
            throw new UsageException($"{target} is there already, and is not written over.", "Name another file with --import-to, or move this one away.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{target} cannot be written: {refused.Message}", "Name a file in a folder that exists with --import-to.");
        }
    }
}
