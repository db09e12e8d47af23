using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Processor.Delivery.Targets;

/// <summary>POST to an endpoint: lines as gzip NDJSON, a single document as JSON.</summary>
/// <remarks>No redirects are followed: they would carry the headers' secrets to wherever the answer says.</remarks>
internal sealed class HttpTarget : IDeliveryTarget
{
    /// <summary>Most that is read of an answer: room for a fate for each record of the largest batch.</summary>
    private const int MaxAnswerBytes = 1 << 20;

    /// <summary>Most that is repeated of a refusal, in a dead letter.</summary>
    private const int MaxQuote = 500;

    private static readonly string Agent =
        $"okta-processor/{typeof(HttpTarget).Assembly.GetName().Version?.ToString(3) ?? "0"}";

    private readonly Uri _url;
    private readonly SecretHeaders _headers;
    private readonly ResponsePolicy _policy;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;

    /// <param name="handler">The connection; owned by the target.</param>
    public HttpTarget(
        Uri url,
        SecretHeaders headers,
        ResponsePolicy policy,
        TimeSpan timeout,
        TimeProvider time,
        HttpMessageHandler handler
    )
    {
        _url = url;
        _headers = headers;
        _policy = policy;
        _timeout = timeout;
        _time = time;
        _http = new HttpMessageInvoker(handler, disposeHandler: true);
    }

    /// <inheritdoc/>
    public string Name => $"{_url.Scheme}://{_url.Authority}";

    /// <inheritdoc/>
    public async Task<Verdict> SendAsync(Payload payload, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var request = Request(payload);
            using var response = await _http.SendAsync(request, both.Token);
            var status = (int)response.StatusCode;
            var body = await ReadAsync(response, both.Token);
            return Judge(payload, status, body, response.Headers);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return ResponsePolicy.Of(e);
        }
    }

    public void Dispose() => _http.Dispose();

    private Verdict Judge(Payload payload, int status, ReadOnlyMemory<byte> body, HttpResponseHeaders headers)
    {
        var kind = _policy.Of(status);
        if (kind == VerdictKind.Acknowledged)
        {
            return PartialResponse.Read(body, [.. payload.Lines.Select(x => x.Id)], _policy) is { } items
                ? new Verdict(VerdictKind.Partial, $"HTTP {status} with errors", status, Wait(headers), items)
                : new Verdict(kind, $"HTTP {status}", status);
        }

        var quote = kind is VerdictKind.Rejected or VerdictKind.TooLarge ? Quote(body) : "";
        return new Verdict(
            kind,
            quote.Length > 0 ? $"HTTP {status}: {quote}" : $"HTTP {status}",
            status,
            Wait(headers)
        );
    }

    private TimeSpan? Wait(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("Retry-After", out var values)
            ? RetryAfter.Read(values.ToString(), headers.Date ?? _time.GetUtcNow())
            : null;

    private HttpRequestMessage Request(Payload payload)
    {
        var content = new ByteArrayContent(payload.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue(
            payload.IsDocument ? "application/json" : "application/x-ndjson"
        );
        if (!payload.IsDocument)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = content };
        foreach (var (name, value) in _headers.Current())
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("User-Agent", Agent);
        // Quoted: it is a structured field, a string.
        request.Headers.TryAddWithoutValidation("Idempotency-Key", $"\"{payload.IdempotencyKey}\"");
        request.Headers.TryAddWithoutValidation("X-Batch-Count", $"{payload.Lines.Count}");
        request.Headers.TryAddWithoutValidation("X-Batch-Source", payload.Source);
        request.Headers.TryAddWithoutValidation(
            "X-Content-SHA256",
            Convert.ToHexStringLower(SHA256.HashData(payload.Body))
        );
        if (payload.TraceParent is { } trace)
        {
            request.Headers.TryAddWithoutValidation("traceparent", trace);
        }

        return request;
    }

    /// <summary>The first bytes of the answer; the rest is of no use and its length is the receiver's choice.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpResponseMessage response,
        CancellationToken cancellation
    )
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var buffer = new MemoryStream();
        var chunk = new byte[4096];
        int read;
        while (buffer.Length < MaxAnswerBytes && (read = await stream.ReadAsync(chunk, cancellation)) > 0)
        {
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    /// <summary>What the receiver says about a refusal, on one line and without our secrets.</summary>
    private string Quote(ReadOnlyMemory<byte> body)
    {
        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 4 * MaxQuote)]);
        text = _headers.Redact(text);
        if (_url.PathAndQuery.Length > 1)
        {
            text = text.Replace(_url.PathAndQuery, "***", StringComparison.Ordinal)
                .Replace(_url.AbsolutePath.Length > 1 ? _url.AbsolutePath : _url.PathAndQuery, "***");
        }

        text = string.Concat(text.Select(x => char.IsControl(x) ? ' ' : x)).Trim();
        return text.Length > MaxQuote ? text[..MaxQuote] : text;
    }
}
