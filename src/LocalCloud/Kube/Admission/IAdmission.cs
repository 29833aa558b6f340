using LocalCloud.Kube.Api;

namespace LocalCloud.Kube.Admission;

/// <summary>
/// A hook in the request path. The chain runs in two passes over all hooks: first <see cref="Mutate"/>, then
/// <see cref="Validate"/>. A hook refuses with an <see cref="ApiException"/>.
/// </summary>
public interface IAdmission
{
    /// <summary>May change <see cref="AdmissionRequest.Object"/>.</summary>
    void Mutate(AdmissionRequest request);

    /// <summary>Sees the final object.</summary>
    void Validate(AdmissionRequest request);
}
