using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace Pipeline.Kafka.Observation;

/// <summary>
/// Health and metrics of a process over HTTP. Alive means that its loops go round, never that Okta, a target or a
/// broker answers: a restart would change nothing about those. Ready means that it does its work.
/// </summary>
public sealed class ObservationServer : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;

    private ObservationServer(WebApplication app) => _app = app;

    /// <summary>The port it listens on.</summary>
    public int Port => new Uri(_app.Urls.First().Replace("[::]", "localhost", StringComparison.Ordinal)).Port;

    /// <summary>Starts it, where a port is configured.</summary>
    /// <param name="options">Section <c>Http</c>.</param>
    /// <param name="isLive">Whether the process should go on.</param>
    /// <param name="isReady">Whether it does its work.</param>
    /// <param name="cancel">Ends the start.</param>
    /// <exception cref="ConfigurationException">The port cannot be had.</exception>
    public static async Task<ObservationServer?> StartAsync(
        HttpOptions options,
        Func<bool> isLive,
        Func<bool> isReady,
        CancellationToken cancel
    ) => options.Port == 0 ? null : await StartAsync(options.Port, isLive, isReady, cancel);

    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="isLive">Whether the process should go on.</param>
    /// <param name="isReady">Whether it does its work.</param>
    /// <param name="cancel">Ends the start.</param>
    internal static async Task<ObservationServer> StartAsync(
        int port,
        Func<bool> isLive,
        Func<bool> isReady,
        CancellationToken cancel
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseShutdownTimeout(ShutdownTimeout);
        builder.WebHost.ConfigureKestrel(x => x.ListenAnyIP(port));
        var app = builder.Build();
        app.MapGet("/health/live", () => Answer(isLive(), "live"));
        app.MapGet("/health/ready", () => Answer(isReady(), "ready"));
        app.MapGet("/metrics", WriteAsync);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException e)
        {
            await app.DisposeAsync();
            throw new ConfigurationException($"Http:Port {port} cannot be had: {e.Message}", e);
        }

        return new ObservationServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult Answer(bool good, string what) =>
        good ? Results.Text(what) : Results.Text("not " + what, statusCode: StatusCodes.Status503ServiceUnavailable);

    private static async Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        // The library's registry listens to every Meter of the process.
        await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(http.Response.Body, http.RequestAborted);
    }
}
