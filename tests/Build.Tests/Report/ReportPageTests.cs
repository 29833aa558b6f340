using Microsoft.Playwright;
using TestKit;

namespace Build.Tests.Report;

/// <summary>The page as a reader has it: in a browser, light and dark, wide and narrow.</summary>
public sealed class ReportPageTests
{
    private static readonly CaseFolder Folder = new("Report");

    [BrowserFact]
    public async Task A_reader_finds_what_failed_and_why()
    {
        using var report = MadeReport.OfCase(Folder.Read("a_failed_run_tells_every_object_s_story", "events.json"));
        await using var browser = await Browser.StartAsync();
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 420) })
        {
            var (page, requests, complaints) = await browser.OpenAsync(report.PagePath, scheme, width);
            await ReadsAsync(page);
            await FiltersAsync(page);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"The page is wider than {width}.");
            Assert.Equal(scheme == ColorScheme.Dark, await page.EvaluateAsync<bool>("getComputedStyle(document.body).backgroundColor === 'rgb(13, 17, 23)'"));
            Assert.Equal([$"file://{report.PagePath}"], requests);
            Assert.Equal([], complaints);
            await page.CloseAsync();
        }
    }

    // What is in trouble is open and its reason is seen; what went well is folded away.
    private static async Task ReadsAsync(IPage page)
    {
        Assert.Equal("Apply – Failed: 1 object did not become ready", await page.Locator("h1").InnerTextAsync());
        var stuck = page.Locator(".object", new PageLocatorOptions { HasText = "Deployment.apps shop/web" });
        Assert.True(await stuck.Locator("li").Last.IsVisibleAsync());
        Assert.Contains("made no progress", await stuck.Locator("li").Last.InnerTextAsync(), StringComparison.Ordinal);
        Assert.False(await page.Locator(".object", new PageLocatorOptions { HasText = "ConfigMap shop/page" }).Locator("li").First.IsVisibleAsync());
        Assert.Equal(["Validate", "Apply"], await page.Locator(".row.task .label").AllInnerTextsAsync());
    }

    private static async Task FiltersAsync(IPage page)
    {
        await page.FillAsync("#find", "configmap page");
        Assert.Equal(["ConfigMap shop/page"], await ShownAsync(page));
        await page.FillAsync("#find", "");
        await page.CheckAsync("#trouble");
        Assert.Equal(["Deployment.apps shop/web"], await ShownAsync(page));
        Assert.Equal("1 found", await page.InnerTextAsync("#found"));
        await page.UncheckAsync("#trouble");
        await page.CheckAsync("#changed");
        Assert.DoesNotContain("Namespace shop", await ShownAsync(page));
        await page.UncheckAsync("#changed");
    }

    private static async Task<IReadOnlyList<string>> ShownAsync(IPage page) => await page.Locator(".object:not([hidden]) .name").AllInnerTextsAsync();
}
