using System.Text.Json.Nodes;
using KfPipelineTasks.Manifests.Reading;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>What other people's validators say about actions, workflows and every example of the docs: nothing.</summary>
public sealed class ValidatorTests : IDisposable
{
    private const string Rules = "{extends: default, rules: {line-length: disable, document-start: disable, truthy: {check-keys: false}, comments: {min-spaces-from-content: 1}, indentation: {indent-sequences: consistent}}}";

    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    // A repository with our actions and workflows, and every example as a workflow beside them.
    private readonly string _root = Directory.CreateTempSubdirectory("kft-validate-").FullName;

    public ValidatorTests()
    {
        Harness.CopyFolder(Path.Combine(SharedData.Repository, "actions"), Path.Combine(_root, "actions"));
        Harness.CopyFolder(Path.Combine(SharedData.Repository, ".github", "workflows"), Workflows);
        Directory.CreateDirectory(Path.Combine(_root, ".git"));
        foreach (var (name, text) in Examples.All) File.WriteAllText(Path.Combine(Workflows, name), text);
    }

    private string Workflows => Path.Combine(_root, ".github", "workflows");

    private string[] Files => [.. Relative("actions", "action.yml"), .. Relative(Path.Combine(".github", "workflows"), "*.yml")];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Every_action_has_an_example() =>
        Assert.Equal([], ActionTable.Actions.Select(a => $"actions-{a.Name}-README-1.yml").Except(Examples.All.Select(e => e.Name)));

    [HarnessFact]
    public async Task Actionlint_finds_nothing_in_workflows_and_examples() => Passes(await Actionlint(_root));

    [HarnessFact]
    public async Task Actionlint_finds_nothing_inside_the_actions()
    {
        var other = Path.Combine(_root, "as-workflows");
        Directory.CreateDirectory(Path.Combine(other, ".git"));
        Passes(await ToolRun.Of(_root, Nothing, ["node", Script("action2wf.mjs"), Path.Combine(other, ".github", "workflows"), .. Relative("actions", "action.yml")]));
        Passes(await Actionlint(other));
    }

    [HarnessFact]
    public async Task The_language_service_of_GitHub_finds_nothing()
    {
        var run = await ToolRun.Of(Harness.Folder, new Dictionary<string, string>(StringComparer.Ordinal) { ["ACTIONS_DIR"] = Stubs() }, ["node", "--import", "./jsonhook.mjs", "ls-validate.mjs", _root, .. Files]);
        Passes(run);
    }

    [HarnessFact]
    public async Task The_security_audit_finds_nothing() =>
        Passes(await ToolRun.Of(Harness.Folder, Nothing, ["node", "--import", "./jsonhook.mjs", "gha-audit.mjs", _root, .. Files]));

    [HarnessFact]
    public async Task Action_validator_finds_nothing()
    {
        // Its schema is of 2024 and has no permission "attestations" yet.
        foreach (var file in Files.Where(f => Path.GetFileName(f) != "release.yml")) Passes(await ToolRun.Of(_root, Nothing, "node", Path.Combine(Harness.Modules, "@action-validator", "cli", "cli.mjs"), file));
    }

    [ToolFact("yamllint")]
    public async Task Yamllint_finds_nothing() => Passes(await ToolRun.Of(_root, Nothing, "yamllint", "-f", "parsable", "-d", Rules, "actions", ".github"));

    [ToolFact("shellcheck")]
    public async Task Shellcheck_finds_nothing() => Passes(await ToolRun.Of(SharedData.Repository, Nothing, "shellcheck", "actions/_lib/run.sh", "actions/_lib/excerpt.sh", "actions/_lib/approved.sh", ".ci/tools.sh"));

    // actionlint has no shellcheck here, so the scripts inside workflows and examples are taken out.
    [ToolFact("shellcheck")]
    public async Task Shellcheck_finds_nothing_inside_workflows_and_examples()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "scripts")).FullName;
        foreach (var file in Directory.EnumerateFiles(Workflows, "*.yml"))
        {
            var number = 0;
            foreach (var script in Scripts(JsonNode.Parse(YamlDocument.ToJson(await File.ReadAllTextAsync(file), file).GetRawText()))) await File.WriteAllTextAsync(Path.Combine(folder, $"{Path.GetFileName(file)}-{++number}.sh"), $"#!/usr/bin/env bash\n{script}\n");
        }

        var scripts = Directory.GetFiles(folder);
        Assert.True(scripts.Length > 20, $"{scripts.Length} scripts were found.");
        // SC2016: the dollar of $ENV inside single quotes is jq's own.
        Passes(await ToolRun.Of(folder, Nothing, ["shellcheck", "--exclude=SC2016", .. scripts]));
    }

    private static IEnumerable<string> Scripts(JsonNode? node) => node switch
    {
        JsonObject mapping => mapping.SelectMany(pair => pair is { Key: "run", Value: JsonValue script } ? [script.ToString()] : Scripts(pair.Value)),
        JsonArray list => list.SelectMany(Scripts),
        _ => [],
    };

    private static void Passes(ToolRun run) => Assert.True(run.Code == 0, run.Output);

    private static string Script(string name) => Path.Combine(Harness.Folder, name);

    private static Task<ToolRun> Actionlint(string folder) =>
        ToolRun.Of(folder, Nothing, "node", Path.Combine(Harness.Modules, "@tktco", "node-actionlint", "bin", "node-actionlint.js"), ".github/workflows/*.yml");

    private IEnumerable<string> Relative(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(_root, folder), pattern, SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_root, f)).Order(StringComparer.Ordinal);

    // The service asks what inputs an action has: ours are here, for those of others their inputs that we use are written down.
    private string Stubs()
    {
        var stubs = Path.Combine(_root, "stubs");
        Harness.CopyFolder(Path.Combine(_root, "actions"), Path.Combine(stubs, "OWNER_KfPipelineTasks", "actions"));
        Stub(stubs, "actions_checkout", "repository", "ref", "path", "persist-credentials");
        Stub(stubs, "actions_setup-dotnet", "global-json-file", "dotnet-version");
        Stub(stubs, "actions_upload-artifact", "name", "path", "if-no-files-found", "retention-days", "overwrite");
        Stub(stubs, "actions_download-artifact", "name", "path");
        Stub(stubs, "actions_attest-build-provenance", "subject-path");
        Stub(stubs, "google-github-actions_auth", "workload_identity_provider", "service_account", "project_id");
        return stubs;
    }

    private static void Stub(string stubs, string action, params string[] inputs)
    {
        Directory.CreateDirectory(Path.Combine(stubs, action));
        var lines = inputs.Select(i => $"  {i}:\n    description: {i}\n    required: false\n");
        File.WriteAllText(Path.Combine(stubs, action, "action.yml"), $"name: {action}\ndescription: {action}\ninputs:\n{string.Concat(lines)}runs:\n  using: node20\n  main: index.js\n");
    }
}
