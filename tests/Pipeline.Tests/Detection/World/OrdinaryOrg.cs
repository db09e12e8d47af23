using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Tests.Detection.World;

/// <summary>
/// Weeks of an ordinary organisation in which nothing bad happens, but all that looks like it: mis-taps, forgotten passwords,
/// new phones, travellers, a NAT office, RADIUS retries, onboarding, administration. The same for a seed.
/// </summary>
internal sealed class OrdinaryOrg
{
    private const int NatOfficeAsn = 64510;

    private readonly Random _random;
    private readonly List<JsonObject> _events = [];
    private readonly List<Person> _people = [];
    private int _flow;

    /// <param name="seed">What happens follows from it.</param>
    /// <param name="people">How many work there; at least 100, of whom some have a part in it.</param>
    public OrdinaryOrg(int seed, int people)
    {
        _random = new Random(seed);
        for (var i = 0; i < people; i++)
        {
            _people.Add(NewPerson(i));
        }
    }

    /// <summary>The first day, a Monday.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 5, 4, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<Person> People => _people;

    /// <summary>How often the help desk reset password and factors of one user together.</summary>
    public int BothReset { get; private set; }

    /// <summary>What happened, in order of time.</summary>
    public IReadOnlyList<JsonObject> Events =>
        [.. _events.OrderBy(x => (string)x["published"]!, StringComparer.Ordinal)];

    public void Live(int days)
    {
        for (var day = 0; day < days; day++)
        {
            if (day % 7 < 5)
            {
                WorkDay(day);
            }
        }
    }

    private static DateTimeOffset At(int day, double hour) => Start.AddDays(day).AddHours(hour);

    private Person NewPerson(int i)
    {
        var some = new Some($"00u{i:d4}{(char)('a' + (i % 26))}Bx4YqdM8ms4", $"user{i}@example.com")
        {
            Classic = i % 3 == 0,
        };
        var agent = $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/{120 + (i % 6)}.0.0.0";
        var laptop = new Place($"10.0.0.{i % 250}", 0, "France", 48.85, 2.35, agent, $"dt-laptop-{i:d4}-{i * 7919:x}");
        var office = laptop with { Ip = "203.0.113.10", Asn = NatOfficeAsn };
        var home = laptop with
        {
            Ip = i % 9 == 0 ? $"2001:db8:{i:x}::{1 + (i % 50)}" : $"198.18.{i / 200}.{i % 200}",
            Asn = 64520 + (i % 5),
            Latitude = 48.6 + (i % 7 * 0.1),
        };
        var vpn = laptop with
        {
            Ip = $"203.0.113.{50 + (i % 4)}",
            Asn = 64515,
            Country = "Germany",
            Latitude = 50.11,
            Longitude = 8.68,
        };
        var phone = Place.Phone with { Ip = $"198.19.{i % 8}.{i % 40}", Asn = 64530 };
        return new Person(i, some, office, home, phone, vpn, i % 3 == 1);
    }

    private void WorkDay(int day)
    {
        foreach (var person in _people)
        {
            if (_random.Next(12) == 0)
            {
                continue;
            }

            Morning(person, day);
        }

        Administration(day);
        if (day % 7 == 0)
        {
            MondayAtTheOffice(day);
        }

        Radius(_people[60 + (day % 10)], day);
        Automation(day);
    }

    /// <summary>After the weekend a good dozen mistype their password behind one address, within a quarter of an hour.</summary>
    private void MondayAtTheOffice(int day)
    {
        for (var i = 0; i < 14; i++)
        {
            var person = _people[(i * 6) + (day % 5)];
            var time = At(day, 9).AddSeconds(_random.Next(900));
            Add(person.Some.Event("user.session.start", time, person.Office, null, "FAILURE", "INVALID_CREDENTIALS"));
            SignIn(person, person.Office, person.Phone, time.AddSeconds(25));
        }
    }

    /// <summary>A VPN client that asks again and again, until it is answered.</summary>
    private void Radius(Person person, int day)
    {
        var gateway = Place.Server with { Ip = "203.0.113.77", Asn = NatOfficeAsn, Country = "France" };
        var time = At(day, 8.2);
        for (var i = 0; i < 4; i++)
        {
            Add(person.Some.PromptBySystem(time.AddSeconds(i * 20), gateway));
            Add(
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

        Add(person.Some.Accept(time.AddSeconds(74), null, person.Phone));
    }

    /// <summary>A service account and its token, from one machine, all day.</summary>
    private void Automation(int day)
    {
        var service = new Some("00uservice0000000001", "svc-sync@example.com");
        for (var i = 0; i < 40; i++)
        {
            var json = service.On(
                _people[_random.Next(_people.Count)].Some,
                "user.account.update_profile",
                At(day, 6).AddMinutes(i * 20),
                Place.Server
            );
            json["transaction"] = new JsonObject
            {
                ["type"] = "WEB",
                ["id"] = $"svc{day}-{i}",
                ["detail"] = new JsonObject { ["requestApiTokenId"] = "00Tsync" },
            };
            Add(json);
        }
    }

    private void Morning(Person person, int day)
    {
        var time = At(day, 7.5 + (_random.NextDouble() * 1.5));
        var desk = person.Desk(day);
        // A browser update in the second week.
        desk =
            day > 8
                ? desk with
                {
                    Agent = desk.Agent.Replace("Chrome/12", "Chrome/13", StringComparison.Ordinal),
                }
                : desk;
        var phone = person.Phone with { Ip = $"198.19.{_random.Next(8)}.{_random.Next(40)}" };
        time = Typos(person, desk, time);
        time = SignIn(person, desk, phone, time);
        Work(person, desk, time);
        if (_random.Next(4) == 0)
        {
            // In the afternoon from the train, on the phone, or over the VPN of the company.
            var elsewhere =
                _random.Next(2) == 0
                    ? person.Vpn with
                    {
                        Agent = desk.Agent,
                    }
                    : phone with
                    {
                        Agent = "Mozilla/5.0 (iPhone) Safari/604",
                        DeviceToken = $"dt-phone-{person.Number}",
                    };
            SignIn(person, elsewhere, phone, time.AddHours(5 + _random.NextDouble()));
        }
    }

    private DateTimeOffset Typos(Person person, Place desk, DateTimeOffset time)
    {
        var typos = _random.Next(20) switch
        {
            0 => 2,
            1 => 1,
            _ => 0,
        };
        for (var i = 0; i < typos; i++)
        {
            Add(person.Some.Event("user.session.start", time, desk, null, "FAILURE", "INVALID_CREDENTIALS"));
            time = time.AddSeconds(8 + _random.Next(20));
        }

        return time;
    }

    /// <summary>A sign-in with a push, with all that may go wrong about it.</summary>
    private DateTimeOffset SignIn(Person person, Place desk, Place phone, DateTimeOffset time)
    {
        var some = person.Some;
        var flow = $"f{_flow++}";
        switch (_random.Next(60))
        {
            case 0:
                // Mis-tapped, then right.
                Add(some.Prompt(time, desk, flow));
                Add(some.Deny(time.AddSeconds(6), flow, phone));
                time = time.AddSeconds(30);
                break;
            case 1:
                // The phone was in the other room.
                Add(some.Prompt(time, desk, flow));
                Add(some.Prompt(time.AddSeconds(70), desk, flow));
                time = time.AddSeconds(140);
                break;
            case 2:
                // Two devices get the prompt.
                Add(some.Prompt(time, desk, flow));
                time = time.AddSeconds(1);
                break;
            case 3:
                // A RADIUS client that retries.
                for (var i = 0; i < 3; i++)
                {
                    Add(some.PromptBySystem(time.AddSeconds(i * 12), desk));
                }

                time = time.AddSeconds(40);
                break;
            default:
                break;
        }

        Add(some.Event("policy.evaluate_sign_on", time.AddSeconds(-1), desk, flow, "CHALLENGE"));
        Add(some.Prompt(time, desk, flow));
        Add(some.Accept(time.AddSeconds(5 + _random.Next(12)), flow, phone));
        time = time.AddSeconds(20);
        if (!some.Classic)
        {
            Add(some.Verify(time, desk, flow));
        }

        Add(some.SessionStart(time.AddSeconds(1), desk, flow));
        return time.AddSeconds(2);
    }

    private void Work(Person person, Place desk, DateTimeOffset time)
    {
        // The portal opens what one needs.
        var apps = 2 + _random.Next(6);
        for (var i = 0; i < apps; i++)
        {
            Add(
                Session(
                    person.Some.Sso(time.AddSeconds(4 + (i * _random.Next(3, 30))), desk, $"0oa{_random.Next(20)}"),
                    person
                )
            );
        }

        for (var i = 0; i < 3; i++)
        {
            var later = time.AddHours(1 + (_random.NextDouble() * 7));
            // Addresses flip between IPv4 and IPv6 of one provider.
            var place = _random.Next(5) == 0 ? desk with { Ip = $"2001:db8:ff::{person.Number:x}" } : desk;
            Add(Session(person.Some.Sso(later, place, $"0oa{_random.Next(20)}"), person));
        }
    }

    private void Administration(int day)
    {
        var admin = _people[1];
        var desk = admin.Desk(day);
        var time = At(day, 10);
        Add(admin.Some.Does("user.session.access_admin_app", time, desk));
        for (var i = 0; i < 4; i++)
        {
            var user = _people[2 + _random.Next(_people.Count - 2)];
            Add(admin.Some.On(user.Some, "group.user_membership.add", time.AddMinutes(1 + i), desk));
            Add(admin.Some.On(user.Some, "application.user_membership.add", time.AddMinutes(2 + i), desk));
        }

        switch (day % 7)
        {
            case 0:
                Add(admin.Some.Does("policy.rule.update", time.AddMinutes(20), desk, "0pr1", "PolicyRule"));
                Add(admin.Some.Does("application.lifecycle.create", time.AddMinutes(30), desk, "0oa99", "AppInstance"));
                break;
            case 1:
                Add(admin.Some.Does("zone.update", time.AddMinutes(20), desk, "nzo1", "NetworkZone"));
                Onboarding(admin, day);
                break;
            case 2:
                HelpDesk(day);
                break;
            case 3:
                Forgotten(_people[5 + day % 20], day);
                StalePhone(_people[30 + (day % 5)], day);
                Add(admin.Some.Does("system.api_token.create", time.AddMinutes(25), desk, $"00T{day}"));
                Add(admin.Some.Does("system.api_token.revoke", time.AddMinutes(28), desk, $"00T{day - 7}"));
                break;
            default:
                Leaving(admin, day);
                Traveller(_people[40 + (day % 7)], day);
                NewPhone(_people[50 + (day % 9)], day);
                break;
        }
    }

    private void HelpDesk(int day)
    {
        var desk = _people[0];
        for (var i = 0; i < 3; i++)
        {
            var person = _people[10 + _random.Next(_people.Count - 12)];
            var time = At(day, 11 + i);
            var place = person.Desk(day);
            // A lost phone: everything is reset on the phone with the help desk, and set up anew at the usual laptop.
            Add(desk.Some.On(person.Some, "user.mfa.factor.reset_all", time, desk.Office));
            if (i == 1)
            {
                BothReset++;
                Add(desk.Some.On(person.Some, "user.account.reset_password", time.AddMinutes(1), desk.Office));
                Add(person.Some.On(person.Some, "user.account.update_password", time.AddMinutes(5), place));
            }

            Add(person.Some.On(person.Some, "user.mfa.factor.activate", time.AddMinutes(8), place));
            SignIn(person, place, person.Phone, time.AddMinutes(10));
        }
    }

    /// <summary>A password that was forgotten over the holidays.</summary>
    private void Forgotten(Person person, int day)
    {
        var place = person.Desk(day);
        var time = At(day, 9.2);
        for (var i = 0; i < 6; i++)
        {
            Add(person.Some.Event("user.session.start", time, place, null, "FAILURE", "INVALID_CREDENTIALS"));
            time = time.AddSeconds(20 + _random.Next(40));
        }

        Add(person.Some.On(person.Some, "user.account.lock", time, place));
        Add(person.Some.On(person.Some, "user.account.unlock", time.AddMinutes(4), place));
        Add(person.Some.On(person.Some, "user.account.reset_password", time.AddMinutes(4.5), place));
        Add(person.Some.On(person.Some, "user.account.update_password", time.AddMinutes(5), place));
        SignIn(person, place, person.Phone, time.AddMinutes(6));
    }

    /// <summary>A phone whose mail app still has the old password.</summary>
    private void StalePhone(Person person, int day)
    {
        var phone = person.Phone with { Agent = "Apple-iPhone/Mail", Device = "Mobile" };
        for (var i = 0; i < 30; i++)
        {
            Add(
                person.Some.Event(
                    "user.session.start",
                    At(day, 8).AddMinutes(i * 12),
                    phone with
                    {
                        Ip = $"198.19.{_random.Next(3)}.{_random.Next(40)}",
                    },
                    null,
                    "FAILURE",
                    "INVALID_CREDENTIALS"
                )
            );
        }
    }

    private void Onboarding(Person admin, int day)
    {
        for (var i = 0; i < 8; i++)
        {
            var person = NewPerson(1000 + (day * 20) + i);
            var time = At(day, 9).AddMinutes(i * 5);
            Add(admin.Some.On(person.Some, "user.lifecycle.create", time, admin.Office));
            Add(admin.Some.On(person.Some, "user.lifecycle.activate", time.AddSeconds(2), admin.Office));
            Add(admin.Some.On(person.Some, "application.user_membership.add", time.AddSeconds(5), admin.Office));
            Add(admin.Some.On(person.Some, "group.user_membership.add", time.AddSeconds(6), admin.Office));
            var first = time.AddHours(1);
            Add(person.Some.On(person.Some, "user.account.update_password", first, person.Office));
            Add(person.Some.On(person.Some, "user.mfa.factor.activate", first.AddMinutes(3), person.Office));
            SignIn(person, person.Office, person.Phone, first.AddMinutes(5));
        }
    }

    private void Leaving(Person admin, int day)
    {
        for (var i = 0; i < 2; i++)
        {
            var person = NewPerson(3000 + (day * 5) + i);
            Add(admin.Some.On(person.Some, "application.user_membership.remove", At(day, 16), admin.Office));
            Add(admin.Some.On(person.Some, "user.lifecycle.deactivate", At(day, 16.1), admin.Office));
        }
    }

    /// <summary>At the desk in the morning, in another country ten hours later, with laptop and phone.</summary>
    private void Traveller(Person person, int day)
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
        var time = SignIn(person, hotel, phone, At(day, 20 + _random.NextDouble()));
        Work(person, hotel, time);
    }

    private void NewPhone(Person person, int day)
    {
        var place = person.Desk(day);
        var time = At(day, 13);
        SignIn(person, place, person.Phone, time);
        Add(person.Some.On(person.Some, "user.mfa.factor.activate", time.AddMinutes(2), place));
        Add(person.Some.On(person.Some, "user.mfa.factor.deactivate", time.AddMinutes(4), place));
        SignIn(person, place, person.Phone, time.AddMinutes(6));
    }

    private static JsonObject Session(JsonObject json, Person person)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"s{person.Number}-{((string)json["published"]!)[..10]}");
        json["authenticationContext"] = new JsonObject { ["rootSessionId"] = id, ["externalSessionId"] = id };
        return json;
    }

    private void Add(JsonObject json) => _events.Add(json);
}
