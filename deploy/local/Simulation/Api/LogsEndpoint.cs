using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pipeline.Local.Simulation.Faults;
using Pipeline.Local.Simulation.Scenario;

namespace Pipeline.Local.Simulation.Api;

/// <summary>GET /api/v1/logs.</summary>
internal sealed class LogsEndpoint(Org org)
{
    // Writers are not for two threads; at most as many as requests at one time.
    private readonly ConcurrentBag<EventWriter> _writers = [];

    public async Task AnswerAsync(HttpContext http, Answer answer, long number, string requestId)
    {
        var now = org.Time.GetUtcNow();
        var error = LogsQuery.Read(RequestUrl.Parameters(http.Request), now, out var query);
        LogsPage? page = null;
        error ??= org.Reader.Read(query, now, out page);
        if (error is not null)
        {
            await answer.ErrorAsync(error, requestId);
            return;
        }

        var self = RequestUrl.Self(http.Request);
        answer.Links(self, Next(http.Request, answer, query, page!, self));
        using var body = new PooledBuffer();
        Write(page!.Positions, body);
        if (await answer.BodyAsync(body.Written))
        {
            org.Served.Served(page.Positions, number);
        }
    }

    private void Write(IReadOnlyList<int> positions, PooledBuffer body)
    {
        var writer = _writers.TryTake(out var pooled) ? pooled : new EventWriter();
        body.Write("["u8);
        for (var i = 0; i < positions.Count; i++)
        {
            if (i > 0)
            {
                body.Write(","u8);
            }

            org.Log.Write(positions[i], writer, body);
        }

        body.Write("]"u8);
        _writers.Add(writer);
    }

    private string? Next(HttpRequest request, Answer answer, LogsQuery query, LogsPage page, string self)
    {
        if (answer.Has(FaultKind.NoNext))
        {
            return null;
        }

        if (page.Next is null)
        {
            return page.SameAgain ? self : null;
        }

        var parameters = new List<string> { $"after={Uri.EscapeDataString(org.Reader.Encode(page.Next))}" };
        if (request.Query.ContainsKey("limit"))
        {
            parameters.Add(string.Create(CultureInfo.InvariantCulture, $"limit={query.Limit}"));
        }

        foreach (var key in new[] { "sortOrder", "until" })
        {
            if (request.Query.TryGetValue(key, out var value))
            {
                parameters.Add($"{key}={Uri.EscapeDataString(value.ToString())}");
            }
        }

        if (answer.Has(FaultKind.ReorderNext))
        {
            parameters.Reverse();
        }

        var host = answer.Has(FaultKind.ForeignNext)
            ? $"{request.Scheme}://collector.example.org{request.Path}"
            : RequestUrl.Base(request);
        return $"{host}?{string.Join('&', parameters)}";
    }
}
