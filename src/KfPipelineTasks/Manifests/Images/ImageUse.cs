using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Images;

/// <summary>An image that an object names.</summary>
/// <param name="Image">The reference as written: <c>gcr.io/ml-pipeline/api-server:2.0.3</c>.</param>
/// <param name="Object">The object.</param>
/// <param name="Path">Where in it: <c>spec.template.spec.containers[0].image</c>.</param>
/// <param name="At">The object's place in a file, when it has one.</param>
public sealed record ImageUse(string Image, ResourceId Object, string Path, SourcePosition? At);
