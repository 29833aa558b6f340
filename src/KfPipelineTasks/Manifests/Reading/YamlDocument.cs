using System.Text.Json;
using KfPipelineTasks.Model;
using YamlDotNet.Core;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>YAML that is not a manifest (a kubeconfig): one document as JSON.</summary>
public static class YamlDocument
{
    /// <summary>The first document of the text; undefined when there is none.</summary>
    /// <param name="file">How to call the text in messages.</param>
    /// <exception cref="UsageException">It is not YAML, or holds what JSON cannot say.</exception>
    public static JsonElement ToJson(string text, string file)
    {
        var problems = new Problems();
        JsonElement document = default;
        try
        {
            using var reader = new StringReader(text);
            foreach (var nodes in YamlNodes.ReadAll(reader))
            {
                var json = YamlToJson.Write(nodes, (at, what) => problems.Add(what, new SourcePosition(file, (int)at.Line, (int)at.Column)));
                if (!problems.Any) document = JsonElement.Parse(json.Span);
                break;
            }
        }
        catch (YamlException broken)
        {
            problems.Add($"not YAML: {broken.Message}", new SourcePosition(file, (int)broken.Start.Line, (int)broken.Start.Column));
        }

        problems.ThrowIfAny("files");
        return document;
    }
}
