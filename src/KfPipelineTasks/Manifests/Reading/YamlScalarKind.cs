namespace KfPipelineTasks.Manifests.Reading;

/// <summary>What a scalar is once YAML 1.1 has been applied.</summary>
internal enum YamlScalarKind
{
    Null,
    Boolean,
    Integer,
    Float,
    Text,
}
