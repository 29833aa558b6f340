using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LocalCloud.Scenarios;

/// <summary>A YAML file that is read strictly: what is not understood is a problem, and all problems are told at once.</summary>
internal sealed class YamlFile
{
    private readonly List<string> _problems = [];
    private readonly string _name;

    private YamlFile(string name) => _name = name;

    /// <summary>Reads a file.</summary>
    /// <param name="name">Name in messages.</param>
    /// <param name="read">Reads the root; what it leaves unread is an unknown key.</param>
    /// <exception cref="ScenarioException">Something is wrong; nothing was used.</exception>
    public static T Read<T>(string name, string text, Func<YamlMap, T> read)
    {
        var file = new YamlFile(name);
        var root = file.Parse(text);
        var result = read(root);
        root.Close();
        return file._problems.Count == 0 ? result : throw new ScenarioException(file._problems);
    }

    public void Add(Mark at, string problem) => _problems.Add($"{_name}({at.Line},{at.Column}): {problem}");

    private YamlMap Parse(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 0) return new YamlMap(this, new YamlMappingNode());
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root) return new YamlMap(this, root);
            throw new ScenarioException([$"{_name}(1,1): expected one document with keys and values."]);
        }
        catch (YamlException problem)
        {
            throw new ScenarioException([$"{_name}({problem.Start.Line},{problem.Start.Column}): {problem.Message}"]);
        }
    }
}
