using Microsoft.AspNetCore.Http;

namespace Pipeline.Chaos.Collection;

/// <summary>Answers that hold nothing of the log.</summary>
/// <param name="foreign">Another host, to be sent to.</param>
internal sealed class OrgRefusal(Random random, string foreign)
{
    /// <returns>Whether the fault was one of them, and the request is answered.</returns>
    public async Task<bool> AnswerAsync(HttpContext http, OrgFault fault)
    {
        switch (fault)
        {
            case OrgFault.ServerErrorAsHtml:
                await TextAsync(http, 502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>");
                return true;
            case OrgFault.Unavailable:
                await ErrorAsync(http, 503, "E0000010", "Service is in read only mode");
                return true;
            case OrgFault.ResetBeforeHeaders:
                http.Abort();
                return true;
            case OrgFault.HtmlAsPage:
                await TextAsync(http, 200, "text/html", "<!doctype html><title>Maintenance</title>");
                return true;
            case OrgFault.EmptyBody:
                http.Response.ContentLength = 0;
                return true;
            case OrgFault.ConcurrencyRefusal:
                await ErrorAsync(http, 429, "E0000047", "Too many concurrent requests in flight.");
                return true;
            case OrgFault.Unauthorized:
                await ErrorAsync(http, 401, "E0000011", "Invalid token provided");
                return true;
            case OrgFault.Forbidden:
                await ErrorAsync(http, 403, "E0000006", "You do not have permission to perform the requested action");
                return true;
            case OrgFault.RedirectAway:
                http.Response.Headers.Location = $"{foreign}/api/v1/logs?since=2026-01-01T00:00:00.000Z";
                http.Response.StatusCode = 302 + (random.Next(2) * 5);
                return true;
            case OrgFault.CursorRejected when http.Request.Query.ContainsKey("after"):
                await ErrorAsync(http, 400, "E0000001", "Api validation failed: after");
                return true;
            case OrgFault.LimitTooLarge when HostileOrg.Limit(http) > 500:
                await ErrorAsync(http, 500, "E0000009", "Internal Server Error: the query took too long");
                return true;
            default:
                return false;
        }
    }

    public static Task ErrorAsync(HttpContext http, int status, string code, string summary) =>
        TextAsync(
            http,
            status,
            "application/json",
            $$"""{"errorCode":"{{code}}","errorSummary":"{{summary}}","errorLink":"{{code}}","errorId":"x","errorCauses":[]}"""
        );

    private static async Task TextAsync(HttpContext http, int status, string type, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(text, http.RequestAborted);
    }
}
