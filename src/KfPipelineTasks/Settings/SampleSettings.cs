using System.Reflection;

namespace KfPipelineTasks.Settings;

/// <summary>The settings of a rehearsal without a settings file. The same text is <c>kubeflow.example.yaml</c>, a file to start from.</summary>
public static class SampleSettings
{
    /// <summary>Name of the sample in messages.</summary>
    public const string Name = "kubeflow.example.yaml";

    /// <summary>Stands in for the OAuth client's secret while the sample is in use: a rehearsal needs one, and no real one may be in a file.</summary>
    public const string ClientSecret = "rehearsal-client-secret";

    /// <summary>
    /// Stands in for the password of Dex while the sample is in use. Nobody knows the password: it was random, and only its hash was kept.
    /// </summary>
    public const string PasswordHash = "$2a$12$/ZaMux.OBvLBEUJn.5WOmugXvnortJN11VrkenlPFR13B.P8dyIru";

    /// <summary>The bytes of the sample.</summary>
    public static byte[] Bytes
    {
        get
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Name)
                ?? throw new InvalidOperationException($"The program was built without its sample {Name}.");
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            return memory.ToArray();
        }
    }
}
