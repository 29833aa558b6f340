namespace Build.Tests.Actions;

/// <summary>A fact that compiles the program, which takes a minute: only where <c>TESTS_WITH_BUILD=1</c> asks for it, as .ci/run does.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BuildFactAttribute : FactAttribute
{
    public BuildFactAttribute() => Skip = Environment.GetEnvironmentVariable("TESTS_WITH_BUILD") == "1" ? HarnessFactAttribute.Reason("git", "dotnet") : "TESTS_WITH_BUILD is not 1: .ci/run sets it.";
}
