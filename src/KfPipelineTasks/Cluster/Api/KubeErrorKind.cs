namespace KfPipelineTasks.Cluster.Api;

/// <summary>What a refusal means for whoever asked. Known by status, reason and structured causes; text decides only where the server gives nothing else.</summary>
public enum KubeErrorKind
{
    /// <summary>No answer: the network, TLS, or a server that does not speak.</summary>
    Unreachable,

    /// <summary>The server is overloaded or not ready (502, 503, 504, etcd without a leader).</summary>
    Unavailable,

    /// <summary>Asked too often (429 of priority and fairness).</summary>
    Throttled,

    /// <summary>A disruption budget does not allow the eviction now (429 of the eviction API).</summary>
    DisruptionBudget,

    /// <summary>The credential is not accepted (401).</summary>
    Unauthorized,

    /// <summary>The credential does not allow it (403).</summary>
    Forbidden,

    /// <summary>The object, or its namespace, does not exist.</summary>
    NotFound,

    /// <summary>The server has no such kind (yet).</summary>
    KindNotServed,

    /// <summary>Another field manager owns fields we want (409 with FieldManagerConflict causes).</summary>
    FieldConflict,

    /// <summary>The object has changed since it was read (409).</summary>
    Modified,

    /// <summary>An object of that name exists (409).</summary>
    AlreadyExists,

    /// <summary>Fields that cannot be changed would have to change (422, every cause says so).</summary>
    Immutable,

    /// <summary>The object is not valid (422, 400).</summary>
    Invalid,

    /// <summary>A field is not known to the schema, or has the wrong type.</summary>
    UnknownField,

    /// <summary>An admission webhook, or a policy, said no.</summary>
    Denied,

    /// <summary>A webhook that has to be asked cannot be reached: it may be reachable later.</summary>
    WebhookUnreachable,

    /// <summary>The namespace is being deleted.</summary>
    NamespaceTerminating,

    /// <summary>The place in a watch or a list is too old (410).</summary>
    Gone,

    /// <summary>The request or the object is too large (413, 422).</summary>
    TooLarge,

    /// <summary>Another failure; the message is the server's.</summary>
    Other,
}
