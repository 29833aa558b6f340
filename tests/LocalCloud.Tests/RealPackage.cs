using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using TestKit;

namespace LocalCloud.Tests;

/// <summary>A real Kubeflow package, rendered by kustomize once for all tests.</summary>
internal sealed class RealPackage
{
    private static readonly Lazy<Task<RealPackage>> Once = new(RenderAsync);

    private readonly IReadOnlyDictionary<string, string> _rendered;

    private RealPackage(IReadOnlyDictionary<string, string> rendered, string istioDefinitions)
    {
        _rendered = rendered;
        IstioDefinitions = Read(istioDefinitions);
    }

    /// <summary>The package, as it is without its placeholders filled in.</summary>
    public static Task<RealPackage> LoadAsync() => Once.Value;

    /// <summary>The components of its <c>config.yaml</c> that are manifests, in that order.</summary>
    public IEnumerable<string> Components => _rendered.Keys.Where(name => !name.StartsWith(Istio, StringComparison.Ordinal));

    /// <summary>Istio's own definitions.</summary>
    public IReadOnlyList<JsonObject> IstioDefinitions { get; }

    /// <summary>Folder of Istio's own manifests.</summary>
    public const string Istio = "common/istio/upstream/";

    /// <summary>The objects of a component.</summary>
    /// <param name="fill">Puts values in the place of the placeholders.</param>
    public List<JsonObject> Objects(string component, Func<string, string> fill) => Read(fill(_rendered[component]));

    private static async Task<RealPackage> RenderAsync()
    {
        using var unpacked = await UnpackedDistribution.OpenAsync();
        var package = Path.Combine(unpacked.Folder, "kubeflow");
        var components = (await File.ReadAllLinesAsync(Path.Combine(package, "config.yaml")))
            .Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..].Trim()).Where(name => name != "asm")
            .Concat([Istio + "istio-namespace/base", Istio + "istio-install/base"]);
        var rendered = new Dictionary<string, string>();
        foreach (var component in components) rendered[component] = await KustomizeAsync(package, component);
        return new RealPackage(rendered, await File.ReadAllTextAsync(Path.Combine(package, Istio, "istio-crds", "base", "crd.yaml")));
    }

    private static async Task<string> KustomizeAsync(string package, string component)
    {
        var start = new ProcessStartInfo("kubectl", ["kustomize", component, "--load-restrictor", "LoadRestrictionsNone"]) { WorkingDirectory = package, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{component}: {await error}");
        return output;
    }

    private static List<JsonObject> Read(string yaml) =>
        [.. ("\n" + yaml).Split("\n---").Select(text => YamlReading.Parse(Encoding.UTF8.GetBytes(text))).OfType<JsonObject>()];
}
