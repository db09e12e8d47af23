using System.Text.Json.Nodes;

namespace Pipeline.Tests.Detection.World;

/// <summary>
/// Weeks of an ordinary organisation in which nothing bad happens, but all that looks like it: mis-taps, forgotten
/// passwords, new phones, travellers, a NAT office, RADIUS retries, onboarding, administration. The same for a seed.
/// </summary>
internal sealed class OrdinaryOrg
{
    public const int OfficeAsn = 64510;

    private readonly Random _random;
    private readonly List<JsonObject> _events = [];
    private readonly List<Person> _people = [];
    private readonly DailyLife _life;
    private readonly Administration _administration;

    /// <param name="seed">What happens follows from it.</param>
    /// <param name="people">How many work there; at least 100, of whom some have a part in it.</param>
    public OrdinaryOrg(int seed, int people)
    {
        _random = new Random(seed);
        for (var i = 0; i < people; i++)
        {
            _people.Add(NewPerson(i));
        }

        _life = new DailyLife(_random, _events.Add);
        _administration = new Administration(_random, _people, NewPerson, _life, _events.Add);
    }

    /// <summary>The first day, a Monday.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 5, 4, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<Person> People => _people;

    /// <summary>How often the help desk reset password and factors of one user together.</summary>
    public int BothReset => _administration.BothReset;

    /// <summary>What happened, in order of time.</summary>
    public IReadOnlyList<JsonObject> Events =>
        [.. _events.OrderBy(x => (string)x["published"]!, StringComparer.Ordinal)];

    public static DateTimeOffset At(int day, double hour) => Start.AddDays(day).AddHours(hour);

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

    private Person NewPerson(int i)
    {
        var some = new Some($"00u{i:d4}{(char)('a' + (i % 26))}Bx4YqdM8ms4", $"user{i}@example.com")
        {
            Classic = i % 3 == 0,
        };
        var agent = $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/{120 + (i % 6)}.0.0.0";
        var laptop = new Place($"10.0.0.{i % 250}", 0, "France", 48.85, 2.35, agent, $"dt-laptop-{i:d4}-{i * 7919:x}");
        var office = laptop with { Ip = "203.0.113.10", Asn = OfficeAsn };
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

            _life.Morning(person, day);
        }

        _administration.Day(day);
        if (day % 7 == 0)
        {
            MondayAtTheOffice(day);
        }

        _life.Radius(_people[60 + (day % 10)], day);
        _administration.Automation(day);
    }

    /// <summary>
    /// After the weekend a good dozen mistype their password behind one address, within a quarter of an hour.
    /// </summary>
    private void MondayAtTheOffice(int day)
    {
        for (var i = 0; i < 14; i++)
        {
            var person = _people[(i * 6) + (day % 5)];
            var time = At(day, 9).AddSeconds(_random.Next(900));
            _events.Add(
                person.Some.Event("user.session.start", time, person.Office, null, "FAILURE", "INVALID_CREDENTIALS")
            );
            _life.SignIn(person, person.Office, person.Phone, time.AddSeconds(25));
        }
    }
}
