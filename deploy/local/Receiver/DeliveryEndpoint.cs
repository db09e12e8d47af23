using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Local.Receiver;

/// <summary>POST /alerts (one JSON document) and POST /telemetry (JSON lines).</summary>
internal sealed class DeliveryEndpoint(ReceiverOptions options, ReceivedLines received, TimeProvider time)
{
    /// <summary>Bounds memory where no <c>--max-bytes</c> does; a decompressed body counts.</summary>
    private const int MaxBody = 256 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _requests = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, long> _statuses = [];
    private ReceiverScript _script = options.Faults;

    /// <summary>Puts another script in force; requests count from 1 again.</summary>
    public void Replace(ReceiverScript script)
    {
        lock (_lock)
        {
            _script = script;
            _requests.Clear();
        }
    }

    public IReadOnlyDictionary<int, long> Statuses()
    {
        lock (_lock)
        {
            return new Dictionary<int, long>(_statuses);
        }
    }

    public async Task HandleAsync(HttpContext http, string path)
    {
        var status = 0;
        try
        {
            status = await AnswerAsync(http, path, Next(path));
        }
        catch (OperationCanceledException)
        {
            // The sender went away before it was answered.
        }
        catch (InvalidDataException)
        {
            status = await RefuseAsync(http, StatusCodes.Status400BadRequest, "The body is not valid gzip.");
        }
        finally
        {
            lock (_lock)
            {
                _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
            }
        }
    }

    private IReadOnlyList<ReceiverFault> Next(string path)
    {
        lock (_lock)
        {
            _requests[path] = _requests.GetValueOrDefault(path) + 1;
            return _script.For(path, _requests[path]);
        }
    }

    /// <returns>The status sent; 0 for a connection that was reset.</returns>
    private async Task<int> AnswerAsync(HttpContext http, string path, IReadOnlyList<ReceiverFault> faults)
    {
        if (await BodyAsync(http) is not { } body)
        {
            return await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, "The body is too large.");
        }

        if (Find(ReceiverFaultKind.Hang) is { } hang)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(hang.DelayMs), time, http.RequestAborted);
        }

        if (Find(ReceiverFaultKind.Status) is { } scripted)
        {
            return await RefuseAsync(http, scripted.Status, "As scripted.");
        }

        if (Find(ReceiverFaultKind.RetryAfterSeconds) is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            return await RefuseAsync(http, StatusCodes.Status429TooManyRequests, "Too many requests.");
        }

        if (Find(ReceiverFaultKind.RetryAfterDate) is { } date)
        {
            http.Response.Headers.RetryAfter = time.GetUtcNow()
                .AddSeconds(date.RetryAfterSeconds)
                .ToString("R", CultureInfo.InvariantCulture);
            return await RefuseAsync(http, StatusCodes.Status429TooManyRequests, "Too many requests.");
        }

        IReadOnlyList<ReadOnlyMemory<byte>> lines = path == "/alerts" ? [body] : Lines(body);
        if (Find(ReceiverFaultKind.RejectMarker) is { } reject && lines.Any(line => Contains(line, reject.Marker)))
        {
            return await RefuseAsync(http, StatusCodes.Status400BadRequest, "A line is not acceptable.");
        }

        if (Find(ReceiverFaultKind.Partial) is { } partial)
        {
            return await PartialAsync(http, path, lines, partial);
        }

        received.Accept(path, lines);
        if (Find(ReceiverFaultKind.AckLost) is not null)
        {
            http.Abort();
            return 0;
        }

        await http.Response.WriteAsJsonAsync(new { accepted = lines.Count }, http.RequestAborted);
        return StatusCodes.Status200OK;

        ReceiverFault? Find(ReceiverFaultKind kind) => faults.FirstOrDefault(fault => fault.Kind == kind);
    }

    private async Task<int> PartialAsync(
        HttpContext http,
        string path,
        IReadOnlyList<ReadOnlyMemory<byte>> lines,
        ReceiverFault fault
    )
    {
        bool[] refused =
        [
            .. lines.Select((line, i) => fault.Marker is null ? i % 2 == 1 : Contains(line, fault.Marker)),
        ];
        received.Accept(path, [.. lines.Where((_, i) => !refused[i])]);
        var items = refused.Select(no => new { status = no ? fault.Status : StatusCodes.Status200OK });
        await http.Response.WriteAsJsonAsync(new { errors = refused.Contains(true), items }, http.RequestAborted);
        return StatusCodes.Status200OK;
    }

    private async Task<byte[]?> BodyAsync(HttpContext http)
    {
        var bound = options.MaxBytes ?? MaxBody;
        if (http.Request.ContentLength > bound)
        {
            return null;
        }

        var raw = await ReadAsync(http.Request.Body, bound, http.RequestAborted);
        if (raw is null || http.Request.Headers.ContentEncoding.ToString() != "gzip")
        {
            return raw;
        }

        await using var gzip = new GZipStream(new MemoryStream(raw), CompressionMode.Decompress);
        return await ReadAsync(gzip, MaxBody, http.RequestAborted);
    }

    private static async Task<byte[]?> ReadAsync(Stream stream, long bound, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancel)) > 0)
        {
            if (body.Length + read > bound)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static List<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> body)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (body.Length > 0)
        {
            var end = body.Span.IndexOf((byte)'\n');
            if (end != 0)
            {
                lines.Add(end < 0 ? body : body[..end]);
            }

            body = end < 0 ? default : body[(end + 1)..];
        }

        return lines;
    }

    private static bool Contains(ReadOnlyMemory<byte> line, string? marker) =>
        marker is not null && line.Span.IndexOf(Encoding.UTF8.GetBytes(marker)) >= 0;

    private static async Task<int> RefuseAsync(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(new { error = why }, http.RequestAborted);
        return status;
    }
}
