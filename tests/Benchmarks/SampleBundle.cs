using System.Globalization;
using System.Text;

namespace KfPipelineTasks.Benchmarks;

/// <summary>
/// Manifests as large as all of Kubeflow: definitions with deep, wordy schemas make up most of the bytes, small objects most of
/// the count. The same every time.
/// </summary>
internal static class SampleBundle
{
    private const int Definitions = 73;

    /// <summary>YAML of <paramref name="objects"/> objects; about 12 MB for 664.</summary>
    public static string Yaml(int objects)
    {
        var text = new StringBuilder(20_000 * objects);
        for (var i = 0; i < objects; i++)
        {
            if (i > 0) text.Append("---\n");
            if (i < Definitions) Definition(text, i);
            else if (i % 10 == 0) Deployment(text, i);
            else ConfigMap(text, i);
        }

        return text.ToString();
    }

    private static void Definition(StringBuilder text, int i)
    {
        text.Append(CultureInfo.InvariantCulture, $"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              annotations:
                controller-gen.kubebuilder.io/version: v0.9.0
              name: kind{i}s.example.com
            spec:
              group: example.com
              names: {"{"}kind: Kind{i}, listKind: Kind{i}List, plural: kind{i}s, singular: kind{i}{"}"}
              scope: Namespaced
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    description: Kind{i} is the Schema for the kind{i}s API
                    type: object
                    properties:

            """);
        for (var field = 0; field < 15; field++) Field(text, field, depth: 4, indent: 12);
    }

    private static void Field(StringBuilder text, int number, int depth, int indent)
    {
        var pad = new string(' ', indent);
        text.Append(CultureInfo.InvariantCulture, $"{pad}field{number}:\n{pad}  description: 'Field {number}: what it is good for, when it may be left out, what\n{pad}    happens then, and which of the other fields it must agree with.'\n");
        if (depth == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{pad}  type: {(number % 3 == 0 ? "integer" : "string")}\n{pad}  maxLength: {number * 64}\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"{pad}  type: object\n{pad}  required:\n{pad}  - field0\n{pad}  properties:\n");
        for (var inner = 0; inner < 2; inner++) Field(text, inner, depth - 1, indent + 4);
    }

    private static void Deployment(StringBuilder text, int i) => text.Append(CultureInfo.InvariantCulture, $"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: deployment{i}
          namespace: kubeflow
          labels: {"{"}app: app{i}, app.kubernetes.io/part-of: kubeflow{"}"}
        spec:
          replicas: 1
          selector:
            matchLabels:
              app: app{i}
          template:
            metadata:
              annotations:
                sidecar.istio.io/inject: "true"
              labels:
                app: app{i}
            spec:
              serviceAccountName: account{i}
              containers:
              - name: main
                image: example.com/kubeflow/app{i}:v1.8.0
                args: ["--port=8080", "--metrics-addr=0.0.0.0"]
                ports:
                - containerPort: 8080
                  name: http
                  protocol: TCP
                resources:
                  requests: {"{"}cpu: 100m, memory: 256Mi{"}"}

        """);

    private static void ConfigMap(StringBuilder text, int i) => text.Append(CultureInfo.InvariantCulture, $"""
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: config{i}
          namespace: kubeflow
        data:
          port: "8080"
          script: |
            #!/bin/sh
            # {i}
            set -e
            ---
            echo "{i}"

        """);
}
