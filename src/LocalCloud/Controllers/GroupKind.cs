namespace LocalCloud.Controllers;

/// <summary>A kind without its version, as controllers speak of it: <c>apps/Deployment</c>, <c>/Pod</c>.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Kind">Kind.</param>
internal readonly record struct GroupKind(string Group, string Kind)
{
    public override string ToString() => Group.Length == 0 ? Kind : $"{Kind}.{Group}";
}
