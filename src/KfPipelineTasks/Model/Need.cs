namespace KfPipelineTasks.Model;

/// <summary>Something that must be there before the API server accepts an object. The closed list is the nested types.</summary>
/// <param name="Because">Why, in words: <c>its kind is defined by CustomResourceDefinition profiles.kubeflow.org</c>.</param>
public abstract record Need(string Because)
{
    /// <summary>
    /// Another object must have been accepted: its namespace, the role of a binding, what an author asked for, or the backend of a
    /// webhook that would otherwise hold it up. Where the object is not part of the set, the cluster has it or a controller makes it.
    /// </summary>
    /// <param name="UntilReady">The other object must be ready as well, not only accepted.</param>
    public sealed record ObjectThere(ResourceId Object, bool UntilReady, string Because) : Need(Because)
    {
        /// <summary>The workloads of the set that run the controller that makes the object, if it is one that a controller makes.</summary>
        public IReadOnlyList<ResourceId> Openers { get; init; } = [];
    }

    /// <summary>The kind must be served: its CRD is Established, or a controller has created it.</summary>
    /// <param name="Definition">The CRD of the set that brings the kind; null when the cluster must have it, or a controller brings it at run time.</param>
    public sealed record KindServed(string Group, string Version, string Kind, ResourceId? Definition, string Because) : Need(Because)
    {
        /// <summary>The object of the set that makes a controller define the kind at run time; null when nothing of the set does.</summary>
        public ResourceId? Maker { get; init; }

        /// <summary>The workloads of the set that run the maker's controller.</summary>
        public IReadOnlyList<ResourceId> Openers { get; init; } = [];
    }

    /// <summary>A webhook intercepts the object and must be able to answer: ready endpoint of its Service, CA bundle filled in.</summary>
    /// <param name="Configuration">The webhook configuration, of the set or of the cluster; the CRD for its conversion webhook.</param>
    /// <param name="Webhook">Name of the webhook in it; <c>conversion</c> for a CRD's.</param>
    /// <param name="Service">The Service that answers; null for webhooks with a URL.</param>
    /// <param name="Workload">The workload of the set behind the Service; null when it is not part of the set.</param>
    public sealed record WebhookAnswers(ResourceId Configuration, string Webhook, ResourceId? Service, ResourceId? Workload, string Because) : Need(Because)
    {
        /// <summary>What of the set makes it answer, besides the workload: the Certificate of its CA, who issues and injects it, injectors of its Pods.</summary>
        public IReadOnlyList<ResourceId> Openers { get; init; } = [];
    }

    /// <summary>An aggregated API must be available.</summary>
    public sealed record ApiAvailable(ResourceId ApiService, string Because) : Need(Because)
    {
        /// <summary>The workloads of the set behind its Service.</summary>
        public IReadOnlyList<ResourceId> Openers { get; init; } = [];
    }
}
