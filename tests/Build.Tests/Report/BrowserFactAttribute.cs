namespace Build.Tests.Report;

/// <summary>A fact that looks at a page in a browser: skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Path is null) Skip = "No chromium or google-chrome on PATH: .ci/tools.sh installs it where that can be done.";
        else if (Browser.Node is null) Skip = "No node on PATH, which drives the browser.";
    }
}
