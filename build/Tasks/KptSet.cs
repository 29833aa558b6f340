using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Build.Packages;
using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(KptSet))]
[TaskDescription("Fills in every kpt-set comment of the package; --check only says whether it is filled in")]
[IsDependentOn(typeof(Validate))]
public sealed class KptSet : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        await FillInAsync(context);
        // A whole deployment finds what is wrong with its package before it touches anything else.
        if (context.Run.IsWholeDeployment) await BeforeFirstWrite.LookAsync(context);
    }

    private static async Task FillInAsync(DeployContext context)
    {
        var package = context.Run.Package;
        if (!Directory.Exists(package.Path))
        {
            context.Output.Info($"{package.Path} is a single stream of manifests: there is nothing to fill in.");
            return;
        }

        var plan = await PlanAsync(context, package.Path);
        Tell(context, plan);
        plan.ThrowIfRefused();
        if (context.Settings.Run.Plan || context.Settings.Run.Check) ShowPlan(context, plan);
        if (context.Settings.Run.Check) return;
        // A plan goes on with a filled-in copy, so that what follows is planned with the real values.
        await PackageWriter.WriteAsync(package.Path == package.Work ? plan : await PlanAsync(context, package.Work), context.Stop);
        context.Run.PackageHasChanged();
        TellChange(context, package.Path, plan);
        context.Output.Info($"{plan.FieldsSet} fields {(context.Run.LeavesPackageAlone && !IsCopied(context) ? "would be" : "are")} set, {plan.FieldsChanged} of them changed in {plan.Files.Count} of {plan.FilesRead} files{(IsCopied(context) ? $", in a copy: a rehearsal leaves {package.Path} as it is" : "")}.");
    }

    private static bool IsCopied(DeployContext context) => context.Settings is { IsRehearsal: true, Run.Plan: false, Package.Path.Length: > 0 } && context.Run.Package.Path != context.Run.Package.Work;

    private static async Task<SetterPlan> PlanAsync(DeployContext context, string folder) =>
        await PackageSetters.PlanAsync(await PackageValues.RequestAsync(folder, context.Settings, context.Stop), context.Stop);

    // Before another task the files are only the way to what that one changes.
    private static void TellChange(DeployContext context, string path, SetterPlan plan)
    {
        if (context.Settings.Run.Plan || !plan.HasChanges || !context.Run.IsTarget(nameof(KptSet))) return;
        context.Output.Show(new Change($"package {path}", Outcome.Configured, $"{plan.FieldsChanged} fields in {plan.Files.Count} files"));
    }

    private static void Tell(DeployContext context, SetterPlan plan)
    {
        foreach (var skipped in plan.Skipped) context.Output.Warn(skipped.Problem.Message, skipped.Problem.At, skipped.Problem.Next);
        foreach (var hidden in plan.PassedOver) context.Output.Info(hidden.ToString());
    }

    private static void ShowPlan(DeployContext context, SetterPlan plan)
    {
        // Where a copy of the package lies is of no interest to anybody.
        var root = context.Run.Package.Path;
        using var diff = new StringWriter();
        plan.WriteDiff(diff, root);
        if (plan.HasChanges) context.Output.Write(new OutputEvent.Foreign("what would change", diff.ToString()));
        // On the way to a cluster it is the cluster that counts: files that are filled in say nothing about it.
        if (context.Run.IsTarget(nameof(KptSet)) || context.Settings.Run.Check) context.Run.Planned(plan.ToPlan("KptSet", root));
        else context.Output.Show(plan.ToPlan("KptSet", root));
    }
}
