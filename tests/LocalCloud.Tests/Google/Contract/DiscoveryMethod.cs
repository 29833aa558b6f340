using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LocalCloud.Tests.Google.Contract;

/// <summary>A method of a discovery document.</summary>
internal sealed record DiscoveryMethod(string Id, string HttpMethod, Regex Path, string? Request, string? Response, JsonObject Parameters);
