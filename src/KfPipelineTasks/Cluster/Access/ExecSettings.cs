using System.Text.Json;

namespace KfPipelineTasks.Cluster.Access;

/// <summary>A credential plugin as a kubeconfig describes it.</summary>
/// <param name="User">Name of the kubeconfig user, for messages.</param>
/// <param name="Command">Program, already resolved against the folder of the kubeconfig when it is a relative path.</param>
/// <param name="ApiVersion"><c>client.authentication.k8s.io/v1</c> or <c>v1beta1</c>.</param>
public sealed record ExecSettings(string User, string Command, string ApiVersion)
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Variables of our own environment that the program must not see: our secrets are none of its business.</summary>
    public IReadOnlyCollection<string> Withheld { get; init; } = [];

    /// <summary>What the kubeconfig says about how to install the program.</summary>
    public string? InstallHint { get; init; }

    /// <summary><c>Never</c>, <c>IfAvailable</c> or <c>Always</c>.</summary>
    public string? InteractiveMode { get; init; }

    /// <summary>The cluster entry, when the plugin asked for it (<c>provideClusterInfo</c>).</summary>
    public JsonElement? Cluster { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Value of <c>KUBERNETES_EXEC_INFO</c>.</summary>
    internal ReadOnlyMemory<byte> Info() => Json.Bytes(w =>
    {
        w.WriteStartObject();
        w.WriteString("apiVersion", ApiVersion);
        w.WriteString("kind", "ExecCredential");
        w.WriteStartObject("spec");
        w.WriteBoolean("interactive", false);
        if (Cluster is { } cluster)
        {
            w.WritePropertyName("cluster");
            cluster.WriteTo(w);
        }

        w.WriteEndObject();
        w.WriteEndObject();
    });
}
