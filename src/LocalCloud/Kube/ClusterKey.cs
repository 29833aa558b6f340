namespace LocalCloud.Kube;

/// <summary>Names a cluster: <c>projects/{Project}/locations/{Location}/clusters/{Name}</c>.</summary>
public sealed record ClusterKey(string Project, string Location, string Name)
{
    public override string ToString() => $"projects/{Project}/locations/{Location}/clusters/{Name}";
}
