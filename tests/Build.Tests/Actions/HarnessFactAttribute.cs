using TestKit;

namespace Build.Tests.Actions;

/// <summary>A fact that runs workflows as GitHub does: skipped, with the reason, where node or the harness is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HarnessFactAttribute : FactAttribute
{
    public HarnessFactAttribute(params string[] tools) => Skip = Reason(tools);

    /// <summary>Why the harness cannot run; null when it can.</summary>
    public static string? Reason(params string[] tools)
    {
        if (!Directory.Exists(Harness.Modules)) return "tools/gha-harness is not installed: .ci/tools.sh does that, where node and ../shared are there.";
        return new ToolFactAttribute(["node", "bash", .. tools]).Skip;
    }
}
