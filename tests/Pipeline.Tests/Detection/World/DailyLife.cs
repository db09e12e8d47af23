using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Tests.Detection.World;

/// <summary>What people do: sign in, mistype, forget, travel, get a new phone.</summary>
internal sealed class DailyLife(Random random, Action<JsonObject> add)
{
    private int _flow;

    public void Morning(Person person, int day)
    {
        var time = OrdinaryOrg.At(day, 7.5 + (random.NextDouble() * 1.5));
        var desk = person.Desk(day);
        // A browser update in the second week.
        desk =
            day > 8
                ? desk with
                {
                    Agent = desk.Agent.Replace("Chrome/12", "Chrome/13", StringComparison.Ordinal),
                }
                : desk;
        var phone = person.Phone with { Ip = $"198.19.{random.Next(8)}.{random.Next(40)}" };
        time = Typos(person, desk, time);
        time = SignIn(person, desk, phone, time);
        Work(person, desk, time);
        if (random.Next(4) == 0)
        {
            // In the afternoon from the train, on the phone, or over the VPN of the company.
            var elsewhere =
                random.Next(2) == 0
                    ? person.Vpn with
                    {
                        Agent = desk.Agent,
                    }
                    : phone with
                    {
                        Agent = "Mozilla/5.0 (iPhone) Safari/604",
                        DeviceToken = $"dt-phone-{person.Number}",
                    };
            SignIn(person, elsewhere, phone, time.AddHours(5 + random.NextDouble()));
        }
    }

    private DateTimeOffset Typos(Person person, Place desk, DateTimeOffset time)
    {
        var typos = random.Next(20) switch
        {
            0 => 2,
            1 => 1,
            _ => 0,
        };
        for (var i = 0; i < typos; i++)
        {
            add(person.Some.Event("user.session.start", time, desk, null, "FAILURE", "INVALID_CREDENTIALS"));
            time = time.AddSeconds(8 + random.Next(20));
        }

        return time;
    }

    /// <summary>A sign-in with a push, with all that may go wrong about it.</summary>
    public DateTimeOffset SignIn(Person person, Place desk, Place phone, DateTimeOffset time)
    {
        var some = person.Some;
        var flow = $"f{_flow++}";
        switch (random.Next(60))
        {
            case 0:
                // Mis-tapped, then right.
                add(some.Prompt(time, desk, flow));
                add(some.Deny(time.AddSeconds(6), flow, phone));
                time = time.AddSeconds(30);
                break;
            case 1:
                // The phone was in the other room.
                add(some.Prompt(time, desk, flow));
                add(some.Prompt(time.AddSeconds(70), desk, flow));
                time = time.AddSeconds(140);
                break;
            case 2:
                // Two devices get the prompt.
                add(some.Prompt(time, desk, flow));
                time = time.AddSeconds(1);
                break;
            case 3:
                // A RADIUS client that retries.
                for (var i = 0; i < 3; i++)
                {
                    add(some.PromptBySystem(time.AddSeconds(i * 12), desk));
                }

                time = time.AddSeconds(40);
                break;
            default:
                break;
        }

        add(some.Event("policy.evaluate_sign_on", time.AddSeconds(-1), desk, flow, "CHALLENGE"));
        add(some.Prompt(time, desk, flow));
        add(some.Accept(time.AddSeconds(5 + random.Next(12)), flow, phone));
        time = time.AddSeconds(20);
        if (!some.Classic)
        {
            add(some.Verify(time, desk, flow));
        }

        add(some.SessionStart(time.AddSeconds(1), desk, flow));
        return time.AddSeconds(2);
    }

    private void Work(Person person, Place desk, DateTimeOffset time)
    {
        // The portal opens what one needs.
        var apps = 2 + random.Next(6);
        for (var i = 0; i < apps; i++)
        {
            add(
                Session(
                    person.Some.Sso(time.AddSeconds(4 + (i * random.Next(3, 30))), desk, $"0oa{random.Next(20)}"),
                    person
                )
            );
        }

        for (var i = 0; i < 3; i++)
        {
            var later = time.AddHours(1 + (random.NextDouble() * 7));
            // Addresses flip between IPv4 and IPv6 of one provider.
            var place = random.Next(5) == 0 ? desk with { Ip = $"2001:db8:ff::{person.Number:x}" } : desk;
            add(Session(person.Some.Sso(later, place, $"0oa{random.Next(20)}"), person));
        }
    }

    /// <summary>A VPN client that asks again and again, until it is answered.</summary>
    public void Radius(Person person, int day)
    {
        var gateway = Place.Server with { Ip = "203.0.113.77", Asn = OrdinaryOrg.OfficeAsn, Country = "France" };
        var time = OrdinaryOrg.At(day, 8.2);
        for (var i = 0; i < 4; i++)
        {
            add(person.Some.PromptBySystem(time.AddSeconds(i * 20), gateway));
            add(
                person.Some.Event(
                    "user.authentication.auth_via_radius",
                    time.AddSeconds((i * 20) + 15),
                    gateway,
                    null,
                    i < 3 ? "FAILURE" : "SUCCESS",
                    i < 3 ? "FACTOR_CHALLENGE_TIMEOUT" : null
                )
            );
        }

        add(person.Some.Accept(time.AddSeconds(74), null, person.Phone));
    }

    /// <summary>A password that was forgotten over the holidays.</summary>
    public void Forgotten(Person person, int day)
    {
        var place = person.Desk(day);
        var time = OrdinaryOrg.At(day, 9.2);
        for (var i = 0; i < 6; i++)
        {
            add(person.Some.Event("user.session.start", time, place, null, "FAILURE", "INVALID_CREDENTIALS"));
            time = time.AddSeconds(20 + random.Next(40));
        }

        add(person.Some.On(person.Some, "user.account.lock", time, place));
        add(person.Some.On(person.Some, "user.account.unlock", time.AddMinutes(4), place));
        add(person.Some.On(person.Some, "user.account.reset_password", time.AddMinutes(4.5), place));
        add(person.Some.On(person.Some, "user.account.update_password", time.AddMinutes(5), place));
        SignIn(person, place, person.Phone, time.AddMinutes(6));
    }

    /// <summary>A phone whose mail app still has the old password.</summary>
    public void StalePhone(Person person, int day)
    {
        var phone = person.Phone with { Agent = "Apple-iPhone/Mail", Device = "Mobile" };
        for (var i = 0; i < 30; i++)
        {
            add(
                person.Some.Event(
                    "user.session.start",
                    OrdinaryOrg.At(day, 8).AddMinutes(i * 12),
                    phone with
                    {
                        Ip = $"198.19.{random.Next(3)}.{random.Next(40)}",
                    },
                    null,
                    "FAILURE",
                    "INVALID_CREDENTIALS"
                )
            );
        }
    }

    /// <summary>At the desk in the morning, in another country ten hours later, with laptop and phone.</summary>
    public void Traveller(Person person, int day)
    {
        var hotel = person.Home with
        {
            Ip = $"192.0.2.{10 + person.Number}",
            Asn = 64590,
            Country = "United States",
            Latitude = 40.71,
            Longitude = -74.0,
        };
        var phone = person.Phone with
        {
            Ip = $"192.0.2.{110 + person.Number}",
            Asn = 64591,
            Country = "United States",
            Latitude = 40.7,
            Longitude = -74.0,
        };
        var time = SignIn(person, hotel, phone, OrdinaryOrg.At(day, 20 + random.NextDouble()));
        Work(person, hotel, time);
    }

    public void NewPhone(Person person, int day)
    {
        var place = person.Desk(day);
        var time = OrdinaryOrg.At(day, 13);
        SignIn(person, place, person.Phone, time);
        add(person.Some.On(person.Some, "user.mfa.factor.activate", time.AddMinutes(2), place));
        add(person.Some.On(person.Some, "user.mfa.factor.deactivate", time.AddMinutes(4), place));
        SignIn(person, place, person.Phone, time.AddMinutes(6));
    }

    private static JsonObject Session(JsonObject json, Person person)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"s{person.Number}-{((string)json["published"]!)[..10]}");
        return json.InSession(id);
    }
}
