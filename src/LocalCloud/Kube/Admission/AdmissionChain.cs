using System.Collections.Immutable;

namespace LocalCloud.Kube.Admission;

/// <summary>The hooks of a cluster in order. More can be added while it runs.</summary>
public sealed class AdmissionChain
{
    private ImmutableList<IAdmission> _hooks = [];

    public void Add(IAdmission hook) => ImmutableInterlocked.Update(ref _hooks, static (hooks, added) => hooks.Add(added), hook);

    internal void Mutate(AdmissionRequest request)
    {
        foreach (var hook in _hooks) hook.Mutate(request);
    }

    internal void Validate(AdmissionRequest request)
    {
        foreach (var hook in _hooks) hook.Validate(request);
    }
}
