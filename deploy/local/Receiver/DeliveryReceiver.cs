using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pipeline.Local.Receiver;

/// <summary>The other end of delivery: an HTTP server that remembers what it accepted, and misbehaves when told to.</summary>
internal sealed class DeliveryReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ReceivedLines _received;
    private readonly DeliveryEndpoint _endpoint;

    private DeliveryReceiver(WebApplication app, ReceivedLines received, DeliveryEndpoint endpoint)
    {
        _app = app;
        _received = received;
        _endpoint = endpoint;
    }

    /// <summary>Where it answers.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Starts the server; it answers when this returns.</summary>
    public static async Task<DeliveryReceiver> StartAsync(ReceiverOptions options, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(options.Address, options.Port);
        });
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(1));
        var received = new ReceivedLines(options);
        var app = builder.Build();
        var receiver = new DeliveryReceiver(app, received, new DeliveryEndpoint(options, received, time));
        app.Run(receiver.HandleAsync);
        await app.StartAsync();
        receiver.Url = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
        return receiver;
    }

    /// <summary>What was accepted, by path.</summary>
    public IReadOnlyDictionary<string, PathSummary> Summary() => _received.Summary();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _received.Dispose();
    }

    private async Task HandleAsync(HttpContext http)
    {
        switch (http.Request.Method, http.Request.Path.ToString())
        {
            case ("POST", "/alerts" or "/telemetry"):
                await _endpoint.HandleAsync(http, http.Request.Path.ToString());
                break;
            case ("GET", "/__control/summary"):
                await http.Response.WriteAsJsonAsync(
                    new { accepted = Summary(), requests_by_status = _endpoint.Statuses() },
                    http.RequestAborted
                );
                break;
            case ("POST", "/__control/faults"):
                await ReplaceFaultsAsync(http);
                break;
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private async Task ReplaceFaultsAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        try
        {
            _endpoint.Replace(ReceiverScript.Parse(await reader.ReadToEndAsync(http.RequestAborted)));
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (FormatException e)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsync(e.Message + "\n", http.RequestAborted);
        }
    }
}
