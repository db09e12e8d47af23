using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Pipeline.Tests.Producer;

/// <summary>
/// An org that repeats whatever secret it is sent, in every place a client might show: error texts, HTML, ids, links,
/// exceptions. In the end it serves one page, so that a run is seen to survive.
/// </summary>
internal sealed class HostileOrg(FakeTimeProvider time, string token) : HttpMessageHandler
{
    private const string Url = "https://acme.okta.example";

    private readonly List<string> _secrets = [token];
    private int _logs;
    private int _tokens;

    /// <summary>Everything secret that was sent or issued.</summary>
    public IReadOnlyList<string> Secrets => _secrets;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var sent = await SentAsync(request, cancellationToken);
        _secrets.AddRange(sent);
        var response =
            request.RequestUri!.AbsolutePath == "/oauth2/v1/token" ? Token(sent) : Logs(string.Join(' ', sent));
        response.Headers.Date = time.GetUtcNow();
        response.Headers.TryAddWithoutValidation("X-Okta-Request-Id", sent[0]);
        return response;
    }

    private static async Task<List<string>> SentAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var sent = new List<string>();
        if (request.Headers.Authorization?.Parameter is { } parameter)
        {
            sent.Add(parameter);
        }

        if (request.Headers.TryGetValues("DPoP", out var proofs))
        {
            sent.AddRange(proofs);
        }

        if (request.Content is { } form)
        {
            var fields = System.Web.HttpUtility.ParseQueryString(await form.ReadAsStringAsync(cancel));
            sent.Add(fields["client_assertion"]!);
        }

        return sent;
    }

    private HttpResponseMessage Token(List<string> sent)
    {
        var echo = string.Join(' ', sent);
        var issued = $"issued-{_tokens}";
        _secrets.Add(issued);
        var proof = sent.Count > 1;
        var good =
            $$"""{"token_type":"{{(proof ? "DPoP" : "Bearer")}}","expires_in":3600,"access_token":"{{issued}}"}""";
        return _tokens++ switch
        {
            0 => Json(401, new { error = "invalid_client", error_description = echo }),
            1 => Json(400, new { error = echo, error_description = "x" + echo }),
            2 => Body(500, $"<html>{echo}</html>"),
            3 => Body(200, good.Replace(issued, issued + "\\n\\u0000", StringComparison.Ordinal)),
            4 => Body(200, good[..^3]),
            5 => Body(
                200,
                good.Replace("Bearer", "mac", StringComparison.Ordinal).Replace("DPoP", "mac", StringComparison.Ordinal)
            ),
            6 => throw new HttpRequestException($"Received an invalid header line: '{echo}'"),
            7 => Redirect(echo),
            8 => Body(429, echo),
            _ => Body(200, good),
        };
    }

    private HttpResponseMessage Logs(string echo) =>
        _logs++ switch
        {
            0 => Json(401, new { errorCode = "E0000011", errorSummary = "Invalid token " + echo }),
            1 => Json(401, new { errorCode = echo, errorSummary = new string('x', 190) + " " + echo }),
            2 => Body(500, $"<html>Authorization: {echo}</html>"),
            3 => Json(403, new { errorCode = "E0000006", errorSummary = echo.ToUpperInvariant() }),
            4 => Redirect(echo),
            5 => throw new HttpRequestException($"Received an invalid status line: '{echo}'", new IOException(echo)),
            6 => throw new IOException(echo),
            7 => Linked($"https://evil.example/{echo.Split(' ')[0]}"),
            8 => Linked($"{Url}/api/v1/logs?limit=1000&after={echo.Split(' ')[0]}"),
            9 => Body(200, echo),
            10 => Json(429, new { errorCode = "E0000047", errorSummary = echo }),
            11 => Json(400, new { errorCode = "E0000001", errorSummary = echo }),
            12 => Body(503, echo),
            _ => Page(),
        };

    /// <summary>An event, an element that is none, and an empty end.</summary>
    private HttpResponseMessage Page()
    {
        var response = Body(200, _logs == 14 ? $"[{FakeOrg.Event(1)},{{\"no\":\"event\"}}]" : "[]");
        response.Headers.TryAddWithoutValidation("Link", $"<{Url}/api/v1/logs?limit=1000&after=1>; rel=\"next\"");
        return response;
    }

    private static HttpResponseMessage Linked(string next)
    {
        var response = Body(200, "[]");
        response.Headers.TryAddWithoutValidation("Link", $"<{next}>; rel=\"next\"");
        return response;
    }

    private static HttpResponseMessage Redirect(string echo)
    {
        var response = Body(302, echo);
        response.Headers.TryAddWithoutValidation("Location", "https://evil.example/" + Uri.EscapeDataString(echo));
        return response;
    }

    private static HttpResponseMessage Json(int status, object body) => Body(status, JsonSerializer.Serialize(body));

    private static HttpResponseMessage Body(int status, string body) =>
        new((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
}
