using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Pods;

/// <summary>One look at one container: what it does now, and when that may change.</summary>
internal sealed class ContainerRun
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    private readonly ContainerSetting _setting;
    private readonly JsonObject? _before;
    private readonly List<PodNews> _news = [];
    private JsonObject _state = [];
    private JsonObject? _last;
    private long _restarts;
    private bool _isReady;

    private ContainerRun(ContainerSetting setting, JsonObject? before)
    {
        _setting = setting;
        _before = before;
        _restarts = Json.Number(before, "restartCount") ?? 0;
        _last = Json.Map(before, "lastState")?.DeepClone() as JsonObject;
    }

    /// <summary>When the container's state may change by itself.</summary>
    public DateTimeOffset? Next { get; private set; }

    /// <summary>The exact moment since which it is in its state; the status has whole seconds only.</summary>
    public DateTimeOffset Since { get; private set; }

    public IReadOnlyList<PodNews> News => _news;

    /// <summary>Its entry in <c>containerStatuses</c>.</summary>
    public JsonObject Entry { get; private set; } = [];

    /// <param name="before">Its present entry in the status, or null.</param>
    /// <param name="since">The exact moment since which it is in its present state.</param>
    public static ContainerRun Look(ContainerSetting setting, JsonObject? before, DateTimeOffset since)
    {
        var run = new ContainerRun(setting, before) { Since = since };
        run.Step();
        run.Entry = ContainerStates.Status(setting.Pod, setting.Container, run._state, run._isReady, run._state["running"] is not null, run._restarts, run._last);
        return run;
    }

    private string Container => _setting.Name;

    private string Stamp => ClusterView.StampOf(_setting.Now);

    private void Step()
    {
        switch (_before)
        {
            case not null when Json.At(_before, "state", "terminated") is not null:
                _state = (JsonObject)_before["state"]!.DeepClone();
                break;
            case not null when Json.At(_before, "state", "running") is not null:
                Running();
                break;
            case not null when Json.Text(_before, "state", "waiting", "reason") == "CrashLoopBackOff":
                BackingOff();
                break;
            default:
                Beginning();
                break;
        }
    }

    private void Beginning()
    {
        if (_setting.Obstacle is { } obstacle)
        {
            _state = ContainerStates.Waiting("CreateContainerConfigError", obstacle);
            _news.Add(PodNews.Warning("Failed", $"Error: {obstacle}"));
            return;
        }

        _news.Add(PodNews.Normal("Pulled", $"Container image \"{Json.Text(_setting.Container, "image")}\" already present on machine"));
        Start();
    }

    private void Start()
    {
        _news.Add(PodNews.Normal("Created", $"Created container: {Container}"));
        _news.Add(PodNews.Normal("Started", $"Started container {Container}"));
        _state = ContainerStates.Running(Stamp);
        Since = _setting.Now;
        LookAtReadiness();
    }

    private void Running()
    {
        _state = (JsonObject)_before!["state"]!.DeepClone();
        if (_setting.Crashes(_restarts)) Crash();
        else if (_setting.Ends) End();
        else LookAtReadiness();
    }

    private void LookAtReadiness()
    {
        if (_setting.Crashes(_restarts))
        {
            Next = Since + _setting.Delays.CrashAfter;
            return;
        }

        if (_setting.Ends) Next = Since + _setting.RunTime;
        if (_setting.IsNeverReady)
        {
            _news.Add(PodNews.Warning("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"));
            return;
        }

        var due = Since + _setting.ReadyDelay;
        _isReady = due <= _setting.Now;
        if (!_isReady && (Next is null || due < Next)) Next = due;
    }

    private void End()
    {
        var due = Since + _setting.RunTime;
        if (due > _setting.Now)
        {
            LookAtReadiness();
            Next = due;
            return;
        }

        _state = Terminated(0, "Completed");
        Since = _setting.Now;
    }

    private void Crash()
    {
        var due = Since + _setting.Delays.CrashAfter;
        if (due > _setting.Now)
        {
            Next = due;
            return;
        }

        if (_setting.RestartPolicy == "Never")
        {
            _state = Terminated(1, "Error");
            Since = _setting.Now;
            return;
        }

        _last = Terminated(1, "Error");
        Since = _setting.Now;
        if (_restarts == 0) Restart();
        else BackOff();
    }

    private void BackOff()
    {
        var wait = Wait();
        _state = ContainerStates.Waiting("CrashLoopBackOff",
            $"back-off {Text(wait)} restarting failed container={Container} pod={ClusterView.Name(_setting.Pod)}_{ClusterView.Namespace(_setting.Pod)}({ClusterView.Uid(_setting.Pod)})");
        _news.Add(PodNews.Warning("BackOff", $"Back-off restarting failed container {Container} in pod {ClusterView.Name(_setting.Pod)}_{ClusterView.Namespace(_setting.Pod)}({ClusterView.Uid(_setting.Pod)})"));
        Next = Since + wait;
    }

    private void BackingOff()
    {
        var due = Since + Wait();
        if (due > _setting.Now)
        {
            _state = (JsonObject)_before!["state"]!.DeepClone();
            Next = due;
            return;
        }

        Restart();
    }

    private void Restart()
    {
        _restarts++;
        Start();
    }

    private TimeSpan Wait()
    {
        var wait = FirstBackOff * Math.Pow(2, Math.Min(10, _restarts - 1));
        return wait < LongestBackOff ? wait : LongestBackOff;
    }

    private JsonObject Terminated(long exitCode, string reason) => ContainerStates.Terminated(
        exitCode, reason, Json.Text(_before, "state", "running", "startedAt") ?? Stamp, Stamp, ContainerStates.Id(_setting.Pod, Container, _restarts));

    /// <summary>As Go writes durations.</summary>
    private static string Text(TimeSpan wait) => wait.TotalMinutes >= 1 ? $"{(int)wait.TotalMinutes}m{wait.Seconds}s" : $"{wait.Seconds}s";
}
