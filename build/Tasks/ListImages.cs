using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Manifests.Images;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(ListImages))]
[TaskDescription("Lists every image the package would pull, those inside ConfigMaps and arguments too, with what is known against it; changes nothing")]
public sealed class ListImages : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var objects = await PackageObjects.RenderAsync(context);
        var uses = ImageList.Of(objects.Package.Resources).GroupBy(use => use.Image, StringComparer.Ordinal).ToList();
        context.Output.Show(new Table("Images", ["image", "uses", "first used by", "known against it"], [.. uses.Select(Row)]));
        var registries = uses.Select(use => ImageName.Parse(use.Key).Registry).Distinct().Order(StringComparer.Ordinal).ToList();
        context.Output.Info($"{Count(uses.Count, "image")} from {Count(registries.Count, "registry", "registries")}: {string.Join(", ", registries)}. package.images lets another registry stand in for any of them.");
    }

    private static IReadOnlyList<string> Row(IGrouping<string, ImageUse> uses) =>
        [uses.Key, $"{uses.Count()}", $"{uses.First().Object}: {uses.First().Path}", Against(uses.Key)];

    private static string Against(string image) => DeadImages.Find(image) is { } dead ? $"{dead.Why}; use {dead.Instead}"
        : ImageName.Parse(image).IsMoving ? "no fixed version: it may be another image tomorrow"
        : "";

    private static string Count(int count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count} {many ?? one + "s"}";
}
