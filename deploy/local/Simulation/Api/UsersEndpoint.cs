using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pipeline.Local.Simulation.Faults;
using Pipeline.Local.Simulation.Users;

namespace Pipeline.Local.Simulation.Api;

/// <summary>GET /api/v1/users: finite pages; without a search, deprovisioned users are not listed.</summary>
internal sealed class UsersEndpoint(Org org)
{
    private const int MaxLimit = 200;
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly DateTimeOffset Founded = new(2024, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public async Task AnswerAsync(HttpContext http, Answer answer, string requestId)
    {
        var parameters = RequestUrl.Parameters(http.Request);
        if (Read(parameters, out var statuses, out var limit, out var from) is { } error)
        {
            await answer.ErrorAsync(error, requestId);
            return;
        }

        using var body = new PooledBuffer();
        var next = Write(body, statuses, limit, from);
        answer.Links(RequestUrl.Self(http.Request), NextLink(http.Request, answer, next, limit));
        await answer.BodyAsync(body.Written);
    }

    private static string? NextLink(HttpRequest request, Answer answer, int? next, int limit)
    {
        if (next is null || answer.Has(FaultKind.NoNext))
        {
            return null;
        }

        var kept = request.Query.Where(p => p.Key is not ("after" or "limit"));
        var rest = string.Concat(kept.Select(p => $"&{p.Key}={Uri.EscapeDataString(p.Value.ToString())}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{RequestUrl.Base(request)}?after=u{next.Value}&limit={limit}{rest}"
        );
    }

    private OktaError? Read(
        Dictionary<string, string> parameters,
        out IReadOnlySet<string> statuses,
        out int limit,
        out int from
    )
    {
        statuses = UserStatus.All.Where(status => status != UserStatus.Deprovisioned).ToHashSet();
        (limit, from) = (MaxLimit, 0);
        if ((parameters.GetValueOrDefault("search") ?? parameters.GetValueOrDefault("filter")) is { } search)
        {
            if (StatusSearch.Parse(search) is not { } wanted)
            {
                return OktaError.InvalidSearch($"Invalid search criteria: {search}");
            }

            statuses = wanted;
        }

        if (parameters.TryGetValue("limit", out var text))
        {
            if (!int.TryParse(text, out limit) || limit < 1)
            {
                return OktaError.Validation("limit", "The limit must be a positive number.");
            }

            limit = Math.Min(limit, MaxLimit);
        }

        if (parameters.TryGetValue("after", out var after))
        {
            if (!after.StartsWith('u') || !int.TryParse(after[1..], out from) || from < 0 || from >= org.Options.Users)
            {
                return OktaError.Validation("after", "The cursor is not valid.");
            }
        }

        return null;
    }

    private int? Write(PooledBuffer body, IReadOnlySet<string> statuses, int limit, int from)
    {
        using var json = new Utf8JsonWriter(body, Json);
        json.WriteStartArray();
        var written = 0;
        var index = from;
        int? next = null;
        for (; index < org.Options.Users; index++)
        {
            var user = new DirectoryUser(org.Options.Seed, index);
            if (!statuses.Contains(user.Status))
            {
                continue;
            }

            if (written == limit)
            {
                next = index;
                break;
            }

            Write(json, user);
            written++;
        }

        json.WriteEndArray();
        return next;
    }

    private static void Write(Utf8JsonWriter json, DirectoryUser user)
    {
        var created = Founded
            .AddHours(user.Index)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        json.WriteStartObject();
        json.WriteString("id", user.Id);
        json.WriteString("status", user.Status);
        json.WriteString("created", created);
        json.WriteString("lastUpdated", created);
        json.WriteStartObject("type");
        json.WriteString("id", "oty0default000000001");
        json.WriteEndObject();
        json.WriteStartObject("profile");
        json.WriteString("firstName", user.FirstName);
        json.WriteString("lastName", user.LastName);
        json.WriteString("login", user.Login);
        json.WriteString("email", user.Login);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
