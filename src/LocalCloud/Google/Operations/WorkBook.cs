using System.Text.Json.Nodes;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Operations;

/// <summary>Long-running work of the APIs that have nothing special to say about it: begun, found again, ended when its time has come.</summary>
internal sealed class WorkBook(WorldContext context)
{
    private readonly Table<Work> _work = context.Table<Work>("operations");
    private readonly Dictionary<string, (Func<Work, CancellationToken, Task> Finish, Action<Work>? Fail)> _endings = [];

    public IEnumerable<Work> All => _work.All;

    /// <summary>Says how work of a kind ends: what it does at last, and what it leaves behind when it fails.</summary>
    public void Define(string kind, Func<Work, CancellationToken, Task> finish, Action<Work>? fail = null) => _endings.Add(kind, (finish, fail));

    /// <summary>Says how work of a kind ends when that needs no waiting.</summary>
    public void Define(string kind, Action<Work> finish) => Define(kind, (work, _) =>
    {
        finish(work);
        return Task.CompletedTask;
    });

    public Work? Find(string id) => _work.Find(id);

    public Work Begin(string id, string kind, string project, string target, TimeSpan duration, JsonObject? details = null)
    {
        var fault = context.Options.Faults.TakeOperation(kind, target);
        var work = new Work(id, kind, project, target, context.Now, duration) { Details = details ?? [], ErrorCode = fault?.Code, ErrorMessage = fault?.Message };
        _work.Put(id, work);
        Plan(work);
        return work;
    }

    /// <summary>Keeps work that was over at once, for those who ask about it all the same.</summary>
    public Work AddDone(string id, string kind, string project, string target)
    {
        var work = new Work(id, kind, project, target, context.Now, TimeSpan.Zero) { Done = true, EndTime = context.Now };
        _work.Put(id, work);
        return work;
    }

    /// <summary>After a restart: what was begun goes on, and takes no longer than it would have from now.</summary>
    public void Resume()
    {
        foreach (var work in _work.All.Where(work => !work.Done))
        {
            var late = work.DueAt - context.Now > work.Duration ? work with { StartTime = context.Now } : work;
            _work.Put(late.Id, late);
            Plan(late);
        }
    }

    private void Plan(Work work) => context.Agenda.Add(work.DueAt, cancellation => FinishAsync(work.Id, cancellation));

    private async Task FinishAsync(string id, CancellationToken cancellation)
    {
        if (_work.Find(id) is not { Done: false } work) return;
        var (finish, fail) = _endings[work.Kind];
        try
        {
            if (work.ErrorMessage is null) await finish(work, cancellation);
            else fail?.Invoke(work);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            work = work with { ErrorCode = 13, ErrorMessage = $"Internal error: {problem.Message}" };
            fail?.Invoke(work);
        }

        _work.Put(id, work with { Done = true, EndTime = context.Now });
    }
}
