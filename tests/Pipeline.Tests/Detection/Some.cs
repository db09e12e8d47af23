using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Processor.Events;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.Detection;

/// <summary>
/// Events in the exact shape of the wire, read as the pipeline reads them. Ids follow from a counter.
/// </summary>
internal sealed class Some(string user = "00u1abvz4pYqdM8ms4x6", string login = "dana@example.com")
{
    /// <summary>Of all stories together: two builders of one user must not make one event twice.</summary>
    private static int _next;

    public static DateTimeOffset Noon { get; } = new(2026, 5, 12, 12, 0, 0, TimeSpan.Zero);

    public string User => user;

    public string Login => login;

    /// <summary>Identity Engine unless set.</summary>
    public bool Classic { get; init; }

    public static OktaEvent Read(JsonObject json)
    {
        Assert.True(
            EventView.TryParse(Encoding.UTF8.GetBytes(json.ToJsonString()), out var view, out var defect),
            defect?.ToString()
        );
        using (view)
        {
            return OktaEventReader.Read(view!);
        }
    }

    public JsonObject Prompt(DateTimeOffset at, Place from, string? flow = null, string? behaviors = null)
    {
        var json = Event("system.push.send_factor_verify_push", at, from, flow, "SUCCESS");
        json["target"] = new JsonArray(UserTarget());
        if (behaviors is not null)
        {
            Debug(json)["behaviors"] = behaviors;
        }

        return json;
    }

    public JsonObject PromptBySystem(DateTimeOffset at, Place from)
    {
        var json = Prompt(at, from);
        json["actor"] = new JsonObject
        {
            ["id"] = "00usystem",
            ["type"] = "SystemPrincipal",
            ["alternateId"] = "system@okta.com",
            ["displayName"] = "Okta System",
        };
        return json;
    }

    public JsonObject Deny(DateTimeOffset at, string? flow = null, Place? phone = null)
    {
        if (Classic)
        {
            return Event(
                "user.mfa.okta_verify.deny_push",
                at,
                phone ?? Place.Phone,
                flow,
                "FAILURE",
                "INVALID_CREDENTIALS"
            );
        }

        return Push(at, "FAILURE", "OV_RESPONSE_DENY", flow, phone);
    }

    public JsonObject Accept(DateTimeOffset at, string? flow = null, Place? phone = null) =>
        Push(at, "SUCCESS", Classic ? null : "OV_RESPONSE_APPROVE", flow, phone);

    public JsonObject WrongNumber(DateTimeOffset at, string? flow = null)
    {
        var json = Push(at, "FAILURE", null, flow, null);
        Debug(json)["pushWithNumberChallengeResponseType"] = "OV_WITH_CHALLENGE_RESPONSE_INVALID";
        return json;
    }

    public JsonObject Push(DateTimeOffset at, string result, string? response, string? flow, Place? phone)
    {
        var json = Event(
            "user.authentication.auth_via_mfa",
            at,
            phone ?? Place.Phone,
            flow,
            result,
            result == "FAILURE" ? "INVALID_CREDENTIALS" : null
        );
        Debug(json)["factor"] = "OKTA_VERIFY_PUSH";
        if (response is not null)
        {
            Debug(json)["pushOnlyResponseType"] = response;
        }

        return json;
    }

    public JsonObject Factor(
        DateTimeOffset at,
        Place from,
        string factor,
        string? flow = null,
        string result = "SUCCESS"
    )
    {
        var json = Event("user.authentication.auth_via_mfa", at, from, flow, result);
        Debug(json)["factor"] = factor;
        return json;
    }

    public JsonObject Verify(DateTimeOffset at, Place from, string? flow = null)
    {
        var json = Event("user.authentication.verify", at, from, flow, "SUCCESS");
        Debug(json).Remove("authnRequestId");
        return json;
    }

    public JsonObject SessionStart(DateTimeOffset at, Place from, string? flow = null, string result = "SUCCESS") =>
        Event("user.session.start", at, from, flow, result);

    public JsonObject Sso(DateTimeOffset at, Place from, string app)
    {
        var json = Event("user.authentication.sso", at, from, null, "SUCCESS");
        json["target"] = new JsonArray(new JsonObject { ["id"] = app, ["type"] = "AppInstance" });
        return json;
    }

    /// <summary>Ordinary sign-ins from a place, one a day at eight.</summary>
    public IEnumerable<JsonObject> Habit(Place from, int days = 10)
    {
        for (var day = days; day >= 1; day--)
        {
            var at = Noon.AddDays(-day).AddHours(-4);
            var flow = $"habit{day}";
            yield return Prompt(at, from, flow);
            yield return Accept(at.AddSeconds(7), flow);
            yield return Classic ? SessionStart(at.AddSeconds(9), from, flow) : Verify(at.AddSeconds(9), from, flow);
        }
    }

    /// <summary>A prompt and its refusal eight seconds later.</summary>
    public IEnumerable<JsonObject> Denied(DateTimeOffset at, Place from, string? flow = null)
    {
        yield return Prompt(at, from, flow);
        yield return Deny(at.AddSeconds(8), flow);
    }

    public JsonObject Event(
        string type,
        DateTimeOffset at,
        Place from,
        string? flow,
        string result,
        string? reason = null
    )
    {
        var n = Interlocked.Increment(ref _next);
        var debug = new JsonObject { ["requestId"] = $"req{n}", ["threatSuspected"] = "false" };
        debug["requestUri"] = Classic ? "/api/v1/authn/factors/opf1/verify" : "/idp/idx/challenge/answer";
        if (flow is not null && !Classic)
        {
            debug["authnRequestId"] = flow;
        }

        if (from.DeviceToken is { } token)
        {
            debug["dtHash"] = token;
        }

        var session =
            flow is null ? null
            : Classic ? "102" + flow
            : "idx" + flow;
        return new JsonObject
        {
            ["uuid"] = $"{n:x8}-{user[^4..]}",
            ["published"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["eventType"] = type,
            ["version"] = "0",
            ["severity"] = "INFO",
            ["actor"] = new JsonObject
            {
                ["id"] = user,
                ["type"] = "User",
                ["alternateId"] = login,
                ["displayName"] = "Dana L",
                ["detailEntry"] = null,
            },
            ["client"] = new JsonObject
            {
                ["userAgent"] = new JsonObject
                {
                    ["rawUserAgent"] = from.Agent,
                    ["os"] = from.Os,
                    ["browser"] = from.Browser ?? "UNKNOWN",
                },
                ["zone"] = "null",
                ["device"] = from.Device,
                ["id"] = null,
                ["ipAddress"] = from.Ip,
                ["geographicalContext"] = new JsonObject
                {
                    ["city"] = null,
                    ["country"] = from.Country,
                    ["geolocation"] = new JsonObject { ["lat"] = from.Latitude, ["lon"] = from.Longitude },
                },
            },
            ["device"] = null,
            ["authenticationContext"] = new JsonObject { ["rootSessionId"] = session, ["externalSessionId"] = session },
            ["outcome"] = new JsonObject { ["result"] = result, ["reason"] = reason },
            ["securityContext"] = new JsonObject
            {
                ["asNumber"] = from.Asn,
                ["asOrg"] = "org",
                ["isProxy"] = false,
            },
            ["debugContext"] = new JsonObject { ["debugData"] = debug },
            ["transaction"] = new JsonObject { ["type"] = "WEB", ["id"] = $"req{n}" },
            ["target"] = null,
        };
    }

    public static JsonObject Debug(JsonObject json) => json["debugContext"]!["debugData"]!.AsObject();

    private JsonObject UserTarget() =>
        new()
        {
            ["id"] = user,
            ["type"] = "User",
            ["alternateId"] = login,
            ["displayName"] = "Dana L",
        };
}
