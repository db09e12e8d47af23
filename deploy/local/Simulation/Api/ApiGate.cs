using System.Globalization;
using Microsoft.AspNetCore.Http;
using Pipeline.Local.Simulation.Control;
using Pipeline.Local.Simulation.Faults;
using Pipeline.Local.Simulation.OAuth;
using Pipeline.Local.Simulation.Scenario;

namespace Pipeline.Local.Simulation.Api;

/// <summary>
/// What every API request passes: scripted refusals, the token, the limits. Then its endpoint answers.
/// </summary>
internal sealed class ApiGate(Org org)
{
    private readonly LogsEndpoint _logs = new(org);
    private readonly UsersEndpoint _users = new(org);
    private readonly TokenEndpoint _token = new(org);
    private int _running;

    public async Task HandleAsync(HttpContext http)
    {
        var number = org.Requests.Begin();
        var now = org.Time.GetUtcNow();
        var status = 0;
        try
        {
            await AnswerAsync(http, number, now);
            status = http.RequestAborted.IsCancellationRequested ? 0 : http.Response.StatusCode;
        }
        catch (OperationCanceledException)
        {
            // The client went away; the record says so with status 0.
        }
        finally
        {
            org.Requests.Add(
                new RequestRecord(
                    number,
                    now.ToUnixTimeMilliseconds(),
                    http.Request.Method,
                    http.Request.Path.ToString(),
                    http.Request.QueryString.ToString(),
                    status
                )
            );
        }
    }

    private async Task AnswerAsync(HttpContext http, long number, DateTimeOffset now)
    {
        var path = http.Request.Path.ToString();
        var script = org.Faults.Script;
        var requestId = Ids.Hex(32, org.Options.Seed, (ulong)number, (ulong)now.ToUnixTimeMilliseconds());
        http.Response.Headers["X-Okta-Request-Id"] = requestId;
        http.Response.Headers.Date = now.AddSeconds(script.SkewSeconds).ToString("R", CultureInfo.InvariantCulture);
        if (path == "/oauth2/v1/token" && HttpMethods.IsPost(http.Request.Method))
        {
            await TokenAsync(http, requestId);
            return;
        }

        if (path is not ("/api/v1/logs" or "/api/v1/users") || !HttpMethods.IsGet(http.Request.Method))
        {
            await new Answer(http, [], org.Time).ErrorAsync(OktaError.NotFound, requestId);
            return;
        }

        var answer = new Answer(http, org.Faults.Next(path), org.Time);
        if (answer.Has(FaultKind.Html503))
        {
            await answer.HtmlAsync();
            return;
        }

        if (answer.Has(FaultKind.RejectCursor))
        {
            org.Reader.ForgetCursors();
        }

        var running = Interlocked.Increment(ref _running);
        try
        {
            if (Refusal(http, answer, path, running) is { } error)
            {
                await answer.ErrorAsync(error, requestId);
            }
            else if (path == "/api/v1/logs")
            {
                await _logs.AnswerAsync(http, answer, number, requestId);
            }
            else
            {
                await _users.AnswerAsync(http, answer, requestId);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task TokenAsync(HttpContext http, string requestId)
    {
        var answer = new Answer(http, org.Faults.Next("/oauth2/v1/token"), org.Time);
        if (answer.Has(FaultKind.Error500))
        {
            await answer.ErrorAsync(OktaError.Internal, requestId);
        }
        else if (answer.Has(FaultKind.Html503))
        {
            await answer.HtmlAsync();
        }
        else
        {
            await _token.AnswerAsync(http);
        }
    }

    private OktaError? Refusal(HttpContext http, Answer answer, string path, int running)
    {
        if (answer.Has(FaultKind.Error500))
        {
            return OktaError.Internal;
        }

        if (answer.Has(FaultKind.Forbidden))
        {
            return OktaError.Forbidden;
        }

        if (answer.Has(FaultKind.Unauthorized))
        {
            return OktaError.InvalidToken;
        }

        var scope = path == "/api/v1/logs" ? "okta.logs.read" : "okta.users.read";
        return org.Tokens.Check(http.Request, scope, out var token) ?? OverLimit(http, answer, path, token, running);
    }

    private OktaError? OverLimit(HttpContext http, Answer answer, string path, string token, int running)
    {
        var script = org.Faults.Script;
        var skew = script.SkewSeconds + script.ResetSkewSeconds;
        var isLogs = path == "/api/v1/logs";
        var limit = isLogs ? org.Options.RateLimitPerMinute : org.Options.UsersRateLimitPerMinute;
        var decision = org.Limits.Take(token, path, limit);
        if (answer.Has(FaultKind.Concurrency429) || running > org.Options.Concurrency)
        {
            answer.Rate(decision with { Limit = 0, Remaining = 0 }, skew);
            return OktaError.TooManyRequests;
        }

        var forced = answer.Has(FaultKind.Quota429) || answer.Has(FaultKind.NoReset429);
        answer.Rate(forced ? decision with { Remaining = 0 } : decision, skew);
        if (answer.Has(FaultKind.NoReset429))
        {
            http.Response.Headers.Remove("X-Rate-Limit-Reset");
        }

        return forced || !decision.Allowed ? OktaError.TooManyRequests : null;
    }
}
