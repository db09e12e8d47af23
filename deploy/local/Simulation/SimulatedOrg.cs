using Microsoft.Extensions.Logging;
using Pipeline.Local.Simulation.Api;
using Pipeline.Local.Simulation.Control;

namespace Pipeline.Local.Simulation;

/// <summary>
/// An Okta org that is not one: a real HTTP server with the System Log and Users APIs, deterministic by seed.
/// </summary>
internal sealed class SimulatedOrg : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _live;

    private SimulatedOrg(LoopbackServer server, Org org, ControlEndpoint control)
    {
        _server = server;
        State = org;
        Control = control;
        _live = new LiveTraffic(org).RunAsync(_stop.Token);
    }

    /// <summary>Where it answers.</summary>
    public Uri Url => _server.Url;

    /// <summary>The org behind the server, for tests in the same process.</summary>
    public Org State { get; }

    /// <summary>The control endpoint, for the same process.</summary>
    public ControlEndpoint Control { get; }

    /// <summary>Starts the server; it answers when this returns, and live traffic begins.</summary>
    /// <exception cref="FormatException">The events file has a line that is no JSON value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is negative or too large.</exception>
    public static async Task<SimulatedOrg> StartAsync(
        SimulatedOrgOptions options,
        TimeProvider time,
        ILoggerFactory? loggers = null
    )
    {
        var org = new Org(options, time);
        var control = new ControlEndpoint(org);
        if (options.EventsFile is { } file && !org.IsResumed)
        {
            control.Append(await File.ReadAllBytesAsync(file));
        }

        var gate = new ApiGate(org);
        var server = await LoopbackServer.StartAsync(
            options.Address,
            options.Port,
            http =>
                http.Request.Path.StartsWithSegments("/__control", StringComparison.Ordinal)
                    ? control.HandleAsync(http)
                    : gate.HandleAsync(http),
            loggers
        );
        return new SimulatedOrg(server, org, control);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _live;
        }
        catch (OperationCanceledException)
        {
            // As asked; anything else is a fault of ours and must be seen.
        }
        finally
        {
            await _server.DisposeAsync();
            State.Dispose();
            _stop.Dispose();
        }
    }
}
