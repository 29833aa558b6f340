using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;
using TestKit;

namespace KfPipelineTasks.Tests.Manifests.Reading;

/// <summary>What we read is what kubectl reads, on whatever can be thought of.</summary>
public sealed class OracleTests
{
    private static readonly string[] Scalars =
    [
        "yes", "No", "on", "OFF", "y", "N", "true", "False", "TRUE", "tRue", "~", "null", "Null", "nULL", "0", "-0", "+0", "00", "01", "0644", "08", "0o644", "0O17", "0x1F", "0X1f",
        "0x", "0b101", "-0b11", "+12", "-12", "1_000", "0x_1F", "_1", "1__0", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
        "18446744073709551615", "18446744073709551616", "+9223372036854775808", "123456789012345678901234", "1.0", "1.", ".5", ".5e3", ".", "..", "+.5", "-.5", "1e3", "1E3", "1e+3", "1e-7", "1e20",
        "1e21", "1.5e30", "1e400", "1e-400", "123456789.123456789", "0.000001", "0.0000001", "1.10", "1e", "e1", "1.2.3", "1:30", "190:20:30", "2020-01-01", "2001-12-14t21:59:43.10-05:00",
        "12:30:45", "=", "<", "0x1p3", "1_0.5", "-x", "+", "+x", "inf", ".inf.", "NaN", "nan", "!!str 123", "!!float 3", "!!float 1.5", "!!int \"3\"", "!!bool \"yes\"", "!!null \"\"",
        "!!binary aGVsbG8=", "!!binary /w==", "!own bar", "!own 12", "! 12", "!!str", "!!timestamp 2020-01-01", "\"\"", "''", "\"yes\"", "'0644'", "\"a\\tb\\u00e9\\n\"", "a b  c", "a#b", "a:b", "100m", "1Gi",
        "0.1.0", "v1", "http://x:80/y?z=1", "*.example.com", "\"*\"", "@x", "a\\nb",
    ];

    [ToolFact("kubectl")]
    public void Every_way_to_write_a_scalar_means_what_it_means_to_kubectl()
    {
        var manifest = new StringBuilder("apiVersion: example.com/v1\nkind: Foo\nmetadata:\n  name: x\nspec:\n");
        for (var i = 0; i < Scalars.Length; i++)
        {
            if (!Scalars[i].StartsWith('*') && !Scalars[i].StartsWith('@')) manifest.Append(CultureInfo.InvariantCulture, $"  k{i}: {Scalars[i]}\n");
        }

        AssertSame(manifest.ToString());
    }

    [ToolFact("kubectl")]
    public void Every_way_to_write_a_key_means_what_it_means_to_kubectl() => AssertSame("""
        apiVersion: example.com/v1
        kind: Foo
        metadata: {name: x}
        spec:
          1: a
          0x10: b
          1.5: c
          y: d
          off: e
          "on": f
          'no': g
          2020-01-01: h
          a b: i
          ? long key
          : j
          1e3: k
          9223372036854775807: l
        """);

    [ToolFact("kubectl")]
    public void Underscores_behind_a_point_mean_what_they_mean_to_kubectl() => AssertSame("""
        apiVersion: example.com/v1
        kind: Foo
        metadata: {name: x}
        spec: {a: .1_8, b: ._18, c: .1_, d: .1__8, e: .1_8e1_0, f: .1_e3, g: ._, h: .1_8.2, i: .1_8E-1_2, j: .18}
        """);

    [ToolFact("kubectl")]
    public void Random_scalars_mean_what_they_mean_to_kubectl()
    {
        // One question to kubectl for all of them; characters that matter to YAML numbers, words and tags.
        var scalar = Gen.Elements("0123456789+-._eExXobBaAfFnNyYtT~:".ToCharArray()).ArrayOf().Where(c => c.Length > 0).Select(c => new string(c));
        var values = scalar.Sample(1500, 6).Where(IsPlain).Distinct().ToList();
        var manifest = new StringBuilder("apiVersion: example.com/v1\nkind: Foo\nmetadata:\n  name: x\nspec:\n");
        for (var i = 0; i < values.Count; i++) manifest.Append(CultureInfo.InvariantCulture, $"  k{i}: {values[i]}\n");
        Assert.True(values.Count > 300);
        AssertSame(manifest.ToString());
    }

    [ToolFact("kubectl")]
    public void Anchors_merges_blocks_and_streams_mean_what_they_mean_to_kubectl() => AssertSame("""
        # a comment first
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a}
        data:
          doc: |
            one
            ---
            two
          folded: >-
            a
            b

            c
              d
          keep: |+
            x

          indent: |2
              two more
          "quoted: key": 'it''s'
          crlf: "a\r\nb"
          long: this is
            one
            line
        ---
        # only a comment
        ---
        apiVersion: v1
        kind: List
        items:
        - {apiVersion: v1, kind: Secret, metadata: {name: b}, data: &d {x: eA==}}
        - apiVersion: v1
          kind: Secret
          metadata:
            name: c
          data:
            <<: *d
            y: eQ==
        - apiVersion: example.com/v1
          kind: Foo
          metadata: {name: d}
          before: {x: 1, <<: {x: 2, z: 3}}
          after: {<<: {x: 2}, x: 1}
          several: {<<: [{x: 1}, {x: 2, y: 3}], z: 4}
          again: [*d, *d]
          quoted: {"<<": {x: 1}}
        --- 
        apiVersion: v1
        kind: Service
        metadata:
          name: e
          annotations: {k: "---", l: ""}
        spec:
          ports:
          - port: 80
            targetPort: http
        """);

    [SharedFact("data", "kubeflow-distribution-1.8.tar.gz")]
    public void The_real_package_means_what_it_means_to_kubectl()
    {
        var manifests = RealPackage.RawManifests("common/knative", "common/cert-manager/upstream", "contrib/kserve", "apps/training-operator", "apps/pipelines/upstream")
            .Where(manifest => !manifest.File.Contains("/patches/")).Select(manifest => manifest.Text).Where(IsManifest).ToList();
        Assert.True(manifests.Count > 150, $"{manifests.Count} manifests");
        AssertSame(string.Join("\n---\n", manifests));
    }

    // Kustomizations, patches without a name and parameters are no manifests.
    private static bool IsManifest(string text)
    {
        var problems = new Problems();
        return ManifestReader.ReadText(text, "manifest.yaml", problems).Count > 0 && !problems.Any;
    }

    private static bool IsPlain(string text) =>
        !text.EndsWith(':') && !text.StartsWith(':') && text is not ("-" or "---" or "...") && !text.Contains("inf", StringComparison.OrdinalIgnoreCase) && !text.Contains("nan", StringComparison.OrdinalIgnoreCase);

    private static void AssertSame(string manifest) => AssertSame("manifest", Kubectl.Read(manifest), Read(manifest));

    private static IReadOnlyList<Resource> Read(string manifest)
    {
        var problems = new Problems();
        var read = ManifestReader.ReadText(manifest, "manifest.yaml", problems);
        Assert.DoesNotContain(problems.Found, problem => !problem.Message.Contains("is defined twice"));
        return read;
    }

    private static void AssertSame(string file, IReadOnlyList<JsonNode> theirs, IReadOnlyList<Resource> ours)
    {
        Assert.Equal(theirs.Count, ours.Count);
        for (var i = 0; i < theirs.Count; i++) AssertSame($"{file} {ours[i].Id}", theirs[i], JsonNode.Parse(ours[i].Body.GetRawText(), null, new JsonDocumentOptions { MaxDepth = 500 }));
    }

    private static void AssertSame(string at, JsonNode? theirs, JsonNode? ours)
    {
        switch (theirs, ours)
        {
            case (null, null):
                return;
            case (JsonObject a, JsonObject b):
                // The oracle's own label makes an empty map of labels disappear.
                if (at.EndsWith(".metadata", StringComparison.Ordinal) && b["labels"] is null or JsonObject { Count: 0 }) b.Remove("labels");
                Assert.True(a.Select(p => p.Key).Order().SequenceEqual(b.Select(p => p.Key).Order()), $"{at}: {string.Join(',', a.Select(p => p.Key).Order())} <> {string.Join(',', b.Select(p => p.Key).Order())}");
                foreach (var (key, value) in a) AssertSame($"{at}.{key}", value, b[key]);
                return;
            case (JsonArray a, JsonArray b):
                Assert.True(a.Count == b.Count, at);
                for (var i = 0; i < a.Count; i++) AssertSame($"{at}[{i}]", a[i], b[i]);
                return;
            case (JsonValue a, JsonValue b):
                Assert.True(a.GetValueKind() == b.GetValueKind() && (a.ToJsonString() == b.ToJsonString() || SameBigNumber(a, b)), $"{at}: kubectl {a.ToJsonString()}, we {b.ToJsonString()}");
                return;
            default:
                Assert.Fail($"{at}: kubectl {theirs?.ToJsonString() ?? "null"}, we {ours?.ToJsonString() ?? "null"}");
                return;
        }
    }

    // kubectl rounds what does not fit 63 bits on its way through its own types; we keep the digits.
    private static bool SameBigNumber(JsonValue a, JsonValue b) =>
        a.GetValueKind() == JsonValueKind.Number && double.Parse(a.ToJsonString(), CultureInfo.InvariantCulture).Equals(double.Parse(b.ToJsonString(), CultureInfo.InvariantCulture));
}
