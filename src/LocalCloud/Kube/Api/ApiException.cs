using System.Text.Json.Nodes;

namespace LocalCloud.Kube.Api;

/// <summary>A refusal: what the server answers as a <c>Status</c> object.</summary>
public sealed class ApiException : Exception
{
    internal ApiException(int code, string reason, string message, JsonObject? details = null, IReadOnlyDictionary<string, string>? headers = null)
        : base(message)
    {
        Code = code;
        Reason = reason;
        Details = details;
        Headers = headers ?? new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>HTTP status.</summary>
    public int Code { get; }

    /// <summary>Machine-readable reason, such as <c>NotFound</c>; may be empty.</summary>
    public string Reason { get; }

    internal JsonObject? Details { get; }

    internal IReadOnlyDictionary<string, string> Headers { get; }

    private string _continue = "";

    /// <summary>Hands the client a token to go on with.</summary>
    internal ApiException WithContinue(string token)
    {
        _continue = token;
        return this;
    }

    internal JsonObject ToStatus()
    {
        var metadata = new JsonObject();
        if (_continue.Length > 0) metadata["continue"] = _continue;
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = metadata, ["status"] = "Failure", ["message"] = Message };
        if (Reason.Length > 0) status["reason"] = Reason;
        if (Details is not null) status["details"] = Details.DeepClone();
        status["code"] = Code;
        return status;
    }
}
