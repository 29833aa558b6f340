namespace LocalCloud.Kube.Api;

/// <summary>A column of <c>kubectl get</c> that a definition asks for.</summary>
internal sealed record PrinterColumn(string Name, string Type, string Format, string Description, long Priority, string JsonPath);
