using System.Text.Json.Serialization;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>GPUs of a node. The API writes the number as a text.</summary>
public sealed record Accelerator(
    string AcceleratorType,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)] long AcceleratorCount,
    DriverInstallation? GpuDriverInstallationConfig = null);
