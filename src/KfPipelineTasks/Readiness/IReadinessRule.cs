using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness;

/// <summary>How to tell whether objects of some kinds do their work.</summary>
internal interface IReadinessRule
{
    /// <summary>The kinds, as kubectl writes them (<c>Deployment.apps</c>, <c>Service</c>); <c>*.group</c> for every kind of a group and the groups below it.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>The verdict; null to leave it to the conditions every controller may write.</summary>
    Verdict? Judge(LiveObject live);
}
