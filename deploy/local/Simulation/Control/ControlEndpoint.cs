using System.Net;
using Microsoft.AspNetCore.Http;
using Pipeline.Local.Simulation.Faults;

namespace Pipeline.Local.Simulation.Control;

/// <summary>What tests and demos ask of the org itself. Answers the same machine only, and asks for no token.</summary>
internal sealed class ControlEndpoint(Org org)
{
    /// <summary>POST bodies beyond this are refused: appended bytes are held in memory.</summary>
    private const long MaxBody = 256 * 1024 * 1024;

    public async Task HandleAsync(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            await AnswerAsync(http);
        }
        catch (FormatException e)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsync(e.Message + "\n", http.RequestAborted);
        }
    }

    /// <summary>Appends every line of a text as an event persisted now.</summary>
    /// <param name="jsonLines">The text.</param>
    /// <param name="polled">Whether polling ever serves them; bounded queries always do.</param>
    public int Append(ReadOnlyMemory<byte> jsonLines, bool polled = true)
    {
        var lines = EventLines.Split(jsonLines);
        foreach (var line in lines)
        {
            var now = org.Time.GetUtcNow().ToUnixTimeMilliseconds();
            org.Log.Append(line, EventLines.PublishedMs(line) ?? now, now, polled);
        }

        return lines.Count;
    }

    private async Task AnswerAsync(HttpContext http)
    {
        switch (http.Request.Method, http.Request.Path.ToString())
        {
            case ("POST", "/__control/faults"):
                org.Faults.Replace(FaultScript.Parse(System.Text.Encoding.UTF8.GetString(await BodyAsync(http))));
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ("POST", "/__control/events"):
                await JsonAsync(
                    http,
                    new { appended = Append(await BodyAsync(http), http.Request.Query["polled"] != "false") }
                );
                break;
            case ("GET", "/__control/ledger"):
                http.Response.ContentType = "application/x-ndjson";
                await new LedgerWriter(org).WriteAsync(http.Response.Body, http.RequestAborted);
                break;
            case ("GET", "/__control/requests"):
                await JsonAsync(http, org.Requests.Records());
                break;
            case ("GET", "/__control/summary"):
                await JsonAsync(http, Summary());
                break;
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private object Summary()
    {
        var (distinct, total) = org.Served.Totals();
        return new
        {
            events = org.Log.Count,
            served_once_or_more = distinct,
            served_total = total,
            requests_by_status = org.Requests.ByStatus(),
        };
    }

    private static Task JsonAsync(HttpContext http, object value) =>
        http.Response.WriteAsJsonAsync(value, value.GetType(), http.RequestAborted);

    private static async Task<byte[]> BodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength > MaxBody)
        {
            throw new FormatException("The body is too large: send at most 256 MiB at a time.");
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }
}
