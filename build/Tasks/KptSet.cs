using Cake.Frosting;
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
        var package = context.Run.Package;
        if (!Directory.Exists(package.Path))
        {
            context.Output.Info($"{package.Path} is a single stream of manifests: there is nothing to fill in.");
            return;
        }

        var plan = await PackageSetters.PlanAsync(await PackageValues.RequestAsync(package, context.Settings, context.Stop), context.Stop);
        Tell(context, plan);
        plan.ThrowIfRefused();
        if (context.Settings.Run.Plan || context.Settings.Run.Check)
        {
            ShowPlan(context, plan);
            return;
        }

        await PackageWriter.WriteAsync(plan, context.Stop);
        context.Output.Info($"{plan.FieldsSet} fields are set, {plan.FieldsChanged} of them changed in {plan.Files.Count} of {plan.FilesRead} files.");
    }

    private static void Tell(DeployContext context, SetterPlan plan)
    {
        foreach (var skipped in plan.Skipped) context.Output.Warn(skipped.Problem.Message, skipped.Problem.At, skipped.Problem.Next);
        foreach (var hidden in plan.PassedOver) context.Output.Info(hidden.ToString());
    }

    private static void ShowPlan(DeployContext context, SetterPlan plan)
    {
        using var diff = new StringWriter();
        plan.WriteDiff(diff);
        if (plan.HasChanges) context.Output.Write(new OutputEvent.Foreign("what would change", diff.ToString()));
        context.Run.Planned(plan.ToPlan("KptSet"));
    }
}
