using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LocalCloud.Faults;
using LocalCloud.Google;
using LocalCloud.Google.Projects;
using LocalCloud.Scenarios;
using LocalCloud.Tests.Google.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LocalCloud.Tests.Google;

/// <summary>
/// The Google APIs on a loopback port, with a clock driven by hand and one project that has what most tests need. Every
/// exchange is checked against the discovery documents, where those are.
/// </summary>
internal sealed class GoogleServer : IAsyncDisposable
{
    public const string Project = "kfp-proj";
    public const string Number = "123456789012";
    public const string Zone = "us-central1-a";

    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private GoogleServer(WebApplication app, GoogleWorld world, ManualClock clock, MemoryJournal journal, FakeClusterHost clusters, string address)
    {
        _app = app;
        _client = new HttpClient { BaseAddress = new Uri(address) };
        World = world;
        Clock = clock;
        Journal = journal;
        Clusters = clusters;
        Address = address;
    }

    public GoogleWorld World { get; }

    public ManualClock Clock { get; }

    public MemoryJournal Journal { get; }

    public FakeClusterHost Clusters { get; }

    public string Address { get; }

    /// <summary>Token of the requests; the rehearsal's owner by default.</summary>
    public string? Token { get; set; } = GoogleOptions.RehearsalToken;

    /// <summary>False for a test that sends what no discovery document allows and the real servers take all the same.</summary>
    public bool IsChecked { get; set; } = true;

    /// <param name="time">Another clock than one driven by hand: other people's programs wait by the real one.</param>
    public static async Task<GoogleServer> StartAsync(Func<GoogleOptions, GoogleOptions>? configure = null, MemoryJournal? journal = null, ManualClock? clock = null, Scenario? scenario = null, TimeProvider? time = null)
    {
        journal ??= new MemoryJournal();
        clock ??= new ManualClock();
        var clusters = new FakeClusterHost();
        var options = new GoogleOptions { CredentialClock = time ?? clock, Durations = GoogleDurations.All(TimeSpan.FromSeconds(60)) };
        var world = new GoogleWorld(configure?.Invoke(options) ?? options, time ?? clock, journal, clusters);
        var isNew = !await world.StartAsync(CancellationToken.None);
        if (scenario is not null) await new ScenarioBuilder(world, (_, _, _) => Task.CompletedTask).BuildAsync(scenario, CancellationToken.None);
        else if (isNew) Fill(world, clock);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var apis = new GoogleApis(world);
        var faults = new FaultMiddleware(world.Options.Faults, time ?? clock, "google");
        app.Use((context, next) => faults.InvokeAsync(context, _ => next(context)));
        app.Run(apis.HandleAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        world.Options.BaseAddress = address;
        return new GoogleServer(app, world, clock, journal, clusters, address);
    }

    /// <summary>A project with billing, services, an owner, and nothing else.</summary>
    private static void Fill(GoogleWorld world, ManualClock clock)
    {
        world.Projects.Put(new Project(Project, Number, "KFP", clock.GetUtcNow(), "012345-567890-ABCDEF"));
        world.Policies.AddMember($"projects/{Project}", "roles/owner", GoogleOptions.RehearsalMember);
        foreach (var service in (string[])["container", "iam", "iamcredentials", "compute", "iap", "cloudresourcemanager", "krmapihosting", "sqladmin", "sts"])
            world.Services.Enable(Project, $"{service}.googleapis.com");
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<Answer> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, body);

    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, MediaTypeHeaderValue.Parse("application/json")),
            _ => JsonContent.Create(body),
        };
        using var response = await _client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        var json = response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonNode.Parse(answer) : null;
        if (IsChecked) await CheckAsync(request, (int)response.StatusCode, json);
        return new Answer((int)response.StatusCode, json, answer, response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));
    }

    private static async Task CheckAsync(HttpRequestMessage request, int status, JsonNode? answer)
    {
        var isJson = status < 300 && request.Content?.Headers.ContentType?.MediaType == "application/json";
        var sent = isJson ? JsonNode.Parse(await request.Content!.ReadAsStringAsync()) : null;
        Assert.Empty(ApiContract.Problems(request.Method.Method, request.RequestUri!.PathAndQuery, sent, status, answer));
    }

    /// <summary>Moves the clock past a container operation and returns how it ended.</summary>
    public async Task<Answer> FinishAsync(Answer operation)
    {
        Clock.Advance(TimeSpan.FromSeconds(60));
        var done = (await GetAsync($"/container/v1/projects/{Project}/locations/{operation.Ok()["location"]}/operations/{operation["name"]}")).Ok();
        Assert.Equal("DONE", done["status"]);
        return done;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await World.DisposeAsync();
    }
}
