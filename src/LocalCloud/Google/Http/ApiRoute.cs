using System.Text.Json.Nodes;

namespace LocalCloud.Google.Http;

/// <summary>One method of an API.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Template">Path below the API's root.</param>
/// <param name="Message">Name of the request message in the API's field table; null when there is no body or it is not checked.</param>
/// <param name="Permission">Permission the caller needs on the resource; null when the handler decides.</param>
/// <param name="Handler">Does the work and returns the answer; null answers 204.</param>
internal sealed record ApiRoute(string Method, PathTemplate Template, string? Message, string? Permission, Func<ApiCall, ValueTask<JsonNode?>> Handler);
