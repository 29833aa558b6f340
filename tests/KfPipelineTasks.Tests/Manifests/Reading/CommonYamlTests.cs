using System.Text;
using FsCheck.Fluent;
using KfPipelineTasks.Manifests.Reading;
using TestKit;
using YamlDotNet.Core;

namespace KfPipelineTasks.Tests.Manifests.Reading;

/// <summary>The short way through YAML leads where the parser leads, or nowhere.</summary>
public sealed class CommonYamlTests
{
    private const int Rounds = 30_000;

    private static readonly string[] Manifests =
    [
        """
        # a comment
        apiVersion: v1
        kind: ConfigMap # behind a value
        metadata:
          name: a
          labels: {app: web, "on": 'x', num: 1}
          annotations: {}
        data:
          script: |
            #!/bin/sh
              indented

            ---
            echo 'x: y'
          stripped: |-
            one
            two


          kept: |+
            x

          quoted: "a\tb \"c\" \u00e9\
            \ on: the next
            line

            after a blank one   "
          single: 'it''s
            long  '
          "quoted key": yes
          empty:
          none: ~
          number: 0644
          float: 1.50
          time: 12:30:45
          url: http://x:80/y?z=1#frag

        """,
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: demo}
        spec:
          replicas: 3
          template:
            spec:
              containers:
              - name: main
                image: "i:1"
                args: ["--a", -b, c/d.e]
                env:
                  - name: A
                    value: "1"
                  -   name: B
                      value: plain text
                        that goes on

                        here
                command:
                - sh
                - -c
                - |
                  sleep
                - - nested
                  - list
                -
                  key: below
              - name: other
                ports: []
          description: 'Several lines, some of them
            with ''quotes''

            and blanks.'
        """,
        """
        spec:
          versions:
          - name: v1
            schema:
              openAPIV3Schema:
                description: Field is what it is (see https://example.com/a#b), it's
                  described over - as usual - several
                  "lines" {of} text
                required: [a, b]
                properties:
                  num: {type: string}
                  yet:
                    type: integer
                  "y": {type: boolean, default: true}
        """,
    ];

    private static readonly string[] Pieces =
        [" ", "  ", "\n", "\n\n", "\n  ", ":", ": ", "- ", "-", "#", " #", "'", "\"", "|", "|-", "|+", ">", "|2", "{", "}", "[", "]", ",", ", ", "&a ", "*a", "!", "!!str ", "?", "? ", "%", "@", "`", "\\", "\\\n", "\\x41", "---", "\n---\n", "\n...\n", "<<", "<<: ", "a", "n", "0", "1", "~", ".", "=", "\t", "\r\n", "\u00e9", "\u00a0", "\u2028", "null", "yes", "0x1", "1e3", "_", "+", "/"];

    [Fact]
    public void What_it_reads_the_parser_reads_alike()
    {
        var (taken, left) = (0, 0);
        foreach (var seed in Gen.Choose(0, int.MaxValue).Sample(Rounds))
        {
            var text = Changed(new Random(seed));
            if (Compare(text)) taken++;
            else left++;
        }

        // Otherwise nothing was tried.
        Assert.True(taken > Rounds / 10 && left > Rounds / 10, $"{taken} taken, {left} left");
    }

    [Fact]
    public void Ordinary_manifests_need_no_parser()
    {
        foreach (var manifest in Manifests) Assert.True(Compare(manifest), manifest);
        foreach (var empty in new[] { "", "\n", "# only a comment", "---\n", "--- # a comment\n\n" }) Assert.True(Compare(empty), empty);
    }

    [Theory]
    [InlineData("a: &x b")]
    [InlineData("a: *x")]
    [InlineData("a: !!str 1")]
    [InlineData("<<: {a: b}")]
    [InlineData("a: b: c")]
    [InlineData("a: b\n  c: d")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: {b: 1, b: 2}")]
    [InlineData("yes: a")]
    [InlineData("a:\n\tb: c")]
    [InlineData("a: b\r\n")]
    [InlineData("a: >\n  b\n")]
    [InlineData("a: |2\n  b\n")]
    [InlineData("a: |\n  b")]
    [InlineData("%YAML 1.1\n---\na: b")]
    [InlineData("a: b\n...\n")]
    [InlineData("- a")]
    [InlineData("text")]
    [InlineData("a: .nan")]
    [InlineData("a: \"\\ud83d\\ude00\"")]
    public void Everything_else_is_left_to_it(string yaml) => Assert.Null(CommonYaml.Read(yaml, new TextPiece(0, yaml.Length, 1), out _));

    [SharedFact("data", "kubeflow-distribution-1.8.tar.gz")]
    public void Nearly_all_of_the_real_package_needs_no_parser()
    {
        var (taken, all) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(RealPackage.Folder, "*.yaml", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            foreach (var piece in DocumentSplitter.Split(text))
            {
                all++;
                if (Compare(text.Substring(piece.Start, piece.Length))) taken++;
            }
        }

        Assert.True(taken > all * 0.9, $"{taken} of {all}");
    }

    private static string Changed(Random random)
    {
        var text = new StringBuilder(Manifests[random.Next(Manifests.Length)]);
        // A part of it: so that changes meet often.
        var lines = text.ToString().Split('\n');
        var from = random.Next(lines.Length);
        text.Clear().AppendJoin('\n', lines.Skip(from).Take(random.Next(1, 14)));
        var margin = text.ToString().TakeWhile(c => c == ' ').Count();
        if (margin > 0 && random.Next(4) > 0) text = new StringBuilder(string.Join('\n', text.ToString().Split('\n').Select(l => l.Length >= margin && l[..margin].Trim().Length == 0 ? l[margin..] : l)));
        for (var i = random.Next(4); i > 0; i--)
        {
            var at = random.Next(text.Length + 1);
            if (random.Next(3) == 0) text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at));
            else text.Insert(at, Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }

    /// <summary>True when the short way was taken; then the parser must have come to the same end.</summary>
    private static bool Compare(string text)
    {
        var piece = new TextPiece(0, text.Length, 1);
        if (CommonYaml.Read(text, piece, out var at) is not { } json) return false;
        var (expected, mark) = Parsed(text);
        var read = Encoding.UTF8.GetString(json.Span);
        Assert.True(read == expected || (read.Length == 0 && expected is "null"), $"{Shown(text)}\nread   {read}\nparser {expected}");
        if (read.Length > 0) Assert.Equal((mark.Line - 1, mark.Column - 1), (text[..at].Count(c => c == '\n'), at - text[..at].LastIndexOf('\n') - 1));
        return true;
    }

    private static (string Json, Mark Root) Parsed(string text)
    {
        try
        {
            var found = new List<string>();
            var root = default(Mark);
            foreach (var nodes in YamlNodes.ReadAll(new StringReader(text)))
            {
                root = nodes.Mark(YamlNodes.Root);
                found.Add(Encoding.UTF8.GetString(YamlToJson.Write(nodes, (_, why) => found.Add(why)).Span));
            }

            return (string.Join('\n', found), root);
        }
        catch (YamlException broken)
        {
            return (broken.Message, default);
        }
    }

    private static string Shown(string text) => text.Replace(' ', '·').Replace("\n", "¶\n", StringComparison.Ordinal);
}
