namespace LocalCloud.Controllers;

/// <summary>
/// Remembers since when something is possible, so that it happens a while later: an object is looked at again with every
/// change, its own ones included, and none of them may start the wait anew or end it early.
/// </summary>
internal sealed class Countdown(ClusterView view)
{
    /// <summary>So many waits are remembered before those that ended long ago are forgotten.</summary>
    private const int Most = 20_000;

    private static readonly TimeSpan LongAgo = TimeSpan.FromHours(1);

    private readonly Dictionary<(string Subject, string What), DateTimeOffset> _due = [];

    /// <summary>What is left of the wait, which begins with the first question; null when it is over.</summary>
    /// <param name="subject">Uid of the object.</param>
    /// <param name="what">What is waited for.</param>
    public TimeSpan? Left(string subject, string what, TimeSpan wait)
    {
        if (!_due.TryGetValue((subject, what), out var due))
        {
            if (_due.Count >= Most) Forget();
            _due[(subject, what)] = due = view.Now + wait;
        }

        return due > view.Now ? due - view.Now : null;
    }

    /// <summary>The wait begins anew with the next question.</summary>
    public void Reset(string subject, string what) => _due.Remove((subject, what));

    private void Forget()
    {
        foreach (var (key, due) in _due.Where(pair => pair.Value + LongAgo < view.Now).ToList()) _due.Remove(key);
    }
}
