using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Pipeline.Local.Simulation.Faults;

namespace Pipeline.Local.Simulation.Api;

/// <summary>Writes an answer, whole or as the faults of the request want it.</summary>
internal sealed class Answer(HttpContext http, IReadOnlyList<Fault> faults, TimeProvider time)
{
    public bool Has(FaultKind kind) => Find(kind) is not null;

    public Fault? Find(FaultKind kind) => faults.FirstOrDefault(fault => fault.Kind == kind);

    public void Rate(RateDecision decision, int resetSkewSeconds)
    {
        var headers = http.Response.Headers;
        headers["X-Rate-Limit-Limit"] = decision.Limit.ToString(CultureInfo.InvariantCulture);
        headers["X-Rate-Limit-Remaining"] = decision.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-Rate-Limit-Reset"] = (decision.ResetSeconds + resetSkewSeconds).ToString(
            CultureInfo.InvariantCulture
        );
    }

    /// <summary>Both links on lines of their own unless told otherwise.</summary>
    public void Links(string self, string? next)
    {
        string[] links = next is null
            ? [$"<{self}>; rel=\"self\""]
            : [$"<{self}>; rel=\"self\"", $"<{next}>; rel=\"next\""];
        http.Response.Headers.Link = Has(FaultKind.JoinLinks) ? string.Join(", ", links) : links;
    }

    public async Task ErrorAsync(OktaError error, string errorId)
    {
        http.Response.StatusCode = error.Status;
        await http.Response.WriteAsJsonAsync(
            new
            {
                errorCode = error.Code,
                errorSummary = error.Summary,
                errorLink = error.Code,
                errorId,
                errorCauses = error.Cause is null ? [] : new[] { new { errorSummary = error.Cause } },
            },
            http.RequestAborted
        );
    }

    public async Task HtmlAsync()
    {
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = "text/html";
        await http.Response.WriteAsync(
            "<html><head><title>503 Service Temporarily Unavailable</title></head><body>Try again.</body></html>",
            http.RequestAborted
        );
    }

    /// <summary>Sends a JSON body.</summary>
    /// <returns>Whether all of it went out.</returns>
    public async Task<bool> BodyAsync(ReadOnlyMemory<byte> json)
    {
        var whole = !Has(FaultKind.Truncate);
        var body = whole ? json : json[..(json.Length / 2)];
        http.Response.ContentType = "application/json";
        if (http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.ContentEncoding = "gzip";
            body = Gzip(body);
        }

        http.Response.ContentLength = body.Length;
        var cancel = http.RequestAborted;
        if (Has(FaultKind.Reset) || Has(FaultKind.Slow))
        {
            await http.Response.Body.WriteAsync(body[..(body.Length / 2)], cancel);
            await http.Response.Body.FlushAsync(cancel);
            if (Has(FaultKind.Reset))
            {
                http.Abort();
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Find(FaultKind.Slow)!.DelayMs), time, cancel);
            body = body[(body.Length / 2)..];
        }

        await http.Response.Body.WriteAsync(body, cancel);
        return whole;
    }

    private static ReadOnlyMemory<byte> Gzip(ReadOnlyMemory<byte> body)
    {
        var compressed = new MemoryStream((body.Length / 8) + 64);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }
}
