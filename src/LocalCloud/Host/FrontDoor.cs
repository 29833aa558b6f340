using LocalCloud.Faults;
using LocalCloud.Record;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Host;

/// <summary>What every request of every server passes first: the record, then the faults.</summary>
internal sealed class FrontDoor(RequestLog log, FaultBook faults, TimeProvider time)
{
    private readonly RecordEndpoint _records = new(log);
    private readonly FaultEndpoint _faults = new(faults);

    public RequestLog Log => log;

    /// <param name="server">Name of the server in the record and in fault rules: <c>google</c>, or the name of a cluster.</param>
    public RequestDelegate Before(string server, RequestDelegate handler)
    {
        var record = new RecordMiddleware(log, time, server);
        var fault = new FaultMiddleware(faults, time, server);
        return http => record.InvokeAsync(http, inner => fault.InvokeAsync(inner, handler));
    }

    /// <summary>The same, with the doors <c>/__requests</c> and <c>/__faults</c> in front.</summary>
    public RequestDelegate WithControls(RequestDelegate handler) => async http =>
    {
        if (await _records.TryHandleAsync(http) || await _faults.TryHandleAsync(http)) return;
        await handler(http);
    };
}
