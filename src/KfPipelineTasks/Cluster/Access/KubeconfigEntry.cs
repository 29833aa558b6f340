using System.Text;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Access;

/// <summary>A named cluster, user or context, and the file it stands in.</summary>
internal sealed record KubeconfigEntry(string Name, JsonElement Value, string File)
{
    /// <summary>A path of the entry: relative ones belong to the file.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Path.GetDirectoryName(File)!);

    /// <summary>PEM text from <c>FIELD-data</c> (base64) or from the file named by <c>FIELD</c>.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public string? PemOf(string field)
    {
        try
        {
            if (Value.Text($"{field}-data") is { } data) return Encoding.UTF8.GetString(Convert.FromBase64String(data));
            return Value.Text(field) is { } path ? System.IO.File.ReadAllText(Resolve(path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new UsageException($"{field} of '{Name}' in {File} cannot be read: {e.Message}", "Check the path (relative to the kubeconfig) or the base64 text.", e);
        }
    }
}
