using System.Reflection;
using Microsoft.Playwright;

namespace Build.Tests.Report;

/// <summary>A browser without a window, as long as a test needs it.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>The browser of this machine; null when there is none.</summary>
    public static string? Path { get; } = Find("chromium", "google-chrome", "chromium-browser");

    public static string? Node { get; } = Find("node");

    public static async Task<Browser> StartAsync()
    {
        // The driver stays where the package is; it is run by the node of this machine.
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", typeof(Browser).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PlaywrightPackage").Value);
        Environment.SetEnvironmentVariable("PLAYWRIGHT_NODEJS_PATH", Node);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
        });
        return new Browser(playwright, browser);
    }

    /// <summary>Opens a page; what it asks for, and what it complains about, is written down.</summary>
    public async Task<(IPage Page, List<string> Requests, List<string> Complaints)> OpenAsync(string path, ColorScheme scheme, int width)
    {
        var page = await _browser.NewPageAsync(new BrowserNewPageOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        var (requests, complaints) = (new List<string>(), new List<string>());
        page.Request += (_, request) => requests.Add(request.Url);
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync($"file://{path}");
        return (page, requests, complaints);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string? Find(params string[] names) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => names.Select(name => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
