namespace KfPipelineTasks.Cluster.Checking;

/// <summary>A field that its kind does not take.</summary>
/// <param name="Path">As the server would write it: <c>spec.ports[0].port</c>.</param>
/// <param name="Message">What is wrong with it.</param>
internal sealed record WrongField(string Path, string Message);
