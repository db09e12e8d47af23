using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Local.Simulation.Api;
using Pipeline.Local.Simulation.Control;

namespace Pipeline.Local.Simulation;

/// <summary>An Okta org that is not one: a real HTTP server with the System Log and Users APIs, deterministic by seed.</summary>
internal sealed class SimulatedOrg : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _live;

    private SimulatedOrg(WebApplication app, Uri url, Org org, ControlEndpoint control)
    {
        _app = app;
        Url = url;
        State = org;
        Control = control;
        _live = new LiveTraffic(org).RunAsync(_stop.Token);
    }

    /// <summary>Where it answers.</summary>
    public Uri Url { get; }

    /// <summary>The org behind the server, for tests in the same process.</summary>
    public Org State { get; }

    public ControlEndpoint Control { get; }

    /// <summary>Starts the server; it answers when this returns.</summary>
    /// <exception cref="FormatException">The events file has a line that is no JSON value.</exception>
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

        var app = Build(options, loggers);
        var gate = new ApiGate(org);
        app.Run(http =>
            http.Request.Path.StartsWithSegments("/__control", StringComparison.Ordinal)
                ? control.HandleAsync(http)
                : gate.HandleAsync(http)
        );
        await app.StartAsync();
        var address = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        return new SimulatedOrg(app, new Uri(address), org, control);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _live.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        State.Dispose();
        _stop.Dispose();
    }

    private static WebApplication Build(SimulatedOrgOptions options, ILoggerFactory? loggers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (loggers is not null)
        {
            builder.Services.AddSingleton(loggers);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(options.Address, options.Port);
        });
        // A client that hangs must not hold up the end.
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(1));
        return builder.Build();
    }
}
