using KfPipelineTasks.Model;

namespace KfPipelineTasks.Pipelines;

/// <summary>What a request shows to be let in.</summary>
/// <param name="Who">Whose it is, for messages: <c>ServiceAccount team-a/default-editor</c>.</param>
/// <param name="Header">Name of the header.</param>
/// <param name="Scheme">What stands before the value, with its blank; empty for nothing.</param>
/// <param name="Value">The value.</param>
public sealed record PipelinesCredential(string Who, string Header, string Scheme, Secret Value)
{
    /// <summary>A token in the Authorization header.</summary>
    public static PipelinesCredential Token(string who, Secret token) => new(who, "Authorization", "Bearer ", token);

    /// <summary>Cookies of a session that is signed in: <c>name=value; name=value</c>.</summary>
    public static PipelinesCredential Cookie(Secret cookies) => new("the session", "Cookie", "", cookies);
}
