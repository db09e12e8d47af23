using Microsoft.AspNetCore.Http;
using Pipeline.Local.Simulation;

namespace Pipeline.Local.Receiver;

/// <summary>
/// The other end of delivery: an HTTP server that remembers what it accepted, and misbehaves when told to.
/// </summary>
internal sealed class DeliveryReceiver : IAsyncDisposable
{
    private readonly ReceivedLines _received;
    private readonly DeliveryEndpoint _endpoint;
    private LoopbackServer? _server;

    private DeliveryReceiver(ReceiverOptions options, TimeProvider time)
    {
        _received = new ReceivedLines(options);
        _endpoint = new DeliveryEndpoint(options, _received, time);
    }

    /// <summary>Where it answers.</summary>
    public Uri Url => _server!.Url;

    /// <summary>Starts the server; it answers when this returns.</summary>
    public static async Task<DeliveryReceiver> StartAsync(ReceiverOptions options, TimeProvider time)
    {
        var receiver = new DeliveryReceiver(options, time);
        try
        {
            receiver._server = await LoopbackServer.StartAsync(options.Address, options.Port, receiver.HandleAsync);
            return receiver;
        }
        catch
        {
            await receiver.DisposeAsync();
            throw;
        }
    }

    /// <summary>What was accepted, by path.</summary>
    public IReadOnlyDictionary<string, PathSummary> Summary() => _received.Summary();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

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
