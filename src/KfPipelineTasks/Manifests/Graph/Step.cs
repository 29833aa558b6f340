using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>Something that happens while a set is applied.</summary>
internal abstract record Step
{
    /// <summary>An object is sent and accepted.</summary>
    public sealed record Sent(ResourceId Object) : Step
    {
        public override string ToString() => Object.ToString();
    }

    /// <summary>A workload's Pods run.</summary>
    public sealed record Started(ResourceId Workload) : Step
    {
        public override string ToString() => $"Pods of {Workload}";
    }

    /// <summary>The kind of a definition is served: the API server has written that down in its status.</summary>
    public sealed record Served(ResourceId Definition) : Step
    {
        public override string ToString() => $"serving of {Definition}";
    }

    /// <summary>A Certificate has put its key pair into its Secret.</summary>
    public sealed record Issued(ResourceId Certificate) : Step
    {
        public override string ToString() => $"key pair of {Certificate}";
    }

    /// <summary>A webhook, or the Service of an aggregated API, answers.</summary>
    public sealed record Answers(ResourceId Configuration, string Name) : Step
    {
        public override string ToString() => Name.Length == 0 ? $"answers of {Configuration}" : $"answers of webhook {Name}";
    }
}
