using System.Text.RegularExpressions;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>What follows from a conflict with other field managers and the rules about it.</summary>
/// <param name="Force">Take the fields.</param>
/// <param name="Wanted">The object, without the fields that are left to others.</param>
/// <param name="Refusal">Why the object cannot be applied; null when it can.</param>
internal sealed partial record ConflictDecision(bool Force, Resource Wanted, Problem? Refusal)
{
    /// <param name="target">The object.</param>
    /// <param name="e">The conflict, as the server tells it.</param>
    /// <param name="options">The rules.</param>
    /// <param name="giving">Managers whose fields are ours by the time of the apply.</param>
    public static ConflictDecision Of(Target target, KubeError e, ApplyOptions options, params IReadOnlyList<string> giving)
    {
        var rules = options.Conflicts;
        var all = e.Causes.Where(c => c.Field is not null).ToList();
        var fields = all.Where(c => !giving.Contains(OwnerOf(c.Message))).ToList();
        if (fields.Count == 0 && all.Count > 0) return new ConflictDecision(true, target.Wanted!, null);
        var left = fields.Where(c => !rules.MayForce(c.Field!) && !rules.MayYield(c.Field!)).ToList();
        if (left.Count > 0 || fields.Count == 0) return new ConflictDecision(false, target.Wanted!, Refuse(target, e, left, options));
        var yielded = fields.Where(c => !rules.MayForce(c.Field!)).Select(c => c.Field!).ToList();
        // Leaving comes first: what is forced afterwards is then only what may be.
        return yielded.Count > 0
            ? new ConflictDecision(false, Outgoing.Without(target.Wanted!, yielded), null)
            : new ConflictDecision(true, target.Wanted!, null);
    }

    private static Problem Refuse(Target target, KubeError e, List<StatusCause> left, ApplyOptions options)
    {
        var list = string.Join(", ", left.Select(c => $"{c.Field} (owned by {OwnerOf(c.Message)})"));
        var resource = target.Node.Resource;
        return new Problem($"{target.Id}: apply is refused, others own fields of it: {(list.Length > 0 ? list : e.Said)}.",
            left.Select(c => options.Locate?.Invoke(resource, c.Field!)).FirstOrDefault(p => p is not null) ?? resource.Source,
            "Leave the fields out of the manifest, or take them over: --force-fields=PATH for some, --force-conflicts for all.");
    }

    private static string OwnerOf(string conflict) => Owner().Match(conflict) is { Success: true } found ? found.Groups["name"].Value : conflict;

    [GeneratedRegex("\"(?<name>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Owner();
}
