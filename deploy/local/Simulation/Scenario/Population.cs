using System.Globalization;
using Pipeline.Local.Simulation.Users;

namespace Pipeline.Local.Simulation.Scenario;

/// <summary>
/// The people whose traffic is played: the first users of the directory, at most <see cref="MaxPeople"/>.
/// </summary>
internal sealed class Population
{
    /// <summary>Bounds the rendered pieces in memory, and leaves every person an address of 198.51.100/24.</summary>
    public const int MaxPeople = 200;

    private readonly Person[] _people;

    public Population(ulong seed, int users)
    {
        Seed = seed;
        // Two victims and an administrator at least.
        _people = [.. Enumerable.Range(0, Math.Clamp(users, 3, MaxPeople)).Select(i => Create(seed, i))];
    }

    public ulong Seed { get; }

    public IReadOnlyList<Person> People => _people;

    /// <summary>The first person administers the org.</summary>
    public Person Administrator => _people[0];

    /// <summary>Whom the push attack on an engine is aimed at.</summary>
    public Person Victim(SignInEngine engine) => _people[engine == SignInEngine.IdentityEngine ? 1 : 2];

    private static Person Create(ulong seed, int i)
    {
        var user = new DirectoryUser(seed, i);
        var town = Mix.Below(Place.Homes.Length, seed, (ulong)i, 11);
        var place = Place.Homes[town];
        var browser = Agent.Browsers[Mix.Below(Agent.Browsers.Length, seed, (ulong)i, 12)];
        var phone = Mix.Below(Agent.Phones.Length, seed, (ulong)i, 13);
        // AS 64496-64503 serve homes, 64504 the offices, one in each town; 64509 and above belong to attackers.
        var asNumber = 64496 + (i % 8);
        var asOrg = $"Access Provider {asNumber.ToString(CultureInfo.InvariantCulture)}";
        // Every seventh home is reached over IPv6.
        var home = i % 7 == 6 ? $"2001:db8:{i + 1:x}::{(i % 13) + 2:x}" : $"198.51.100.{i + 1}";
        return new Person
        {
            Index = i,
            Id = user.Id,
            Login = user.Login,
            DisplayName = user.DisplayName,
            // The victims are persons 1 (Identity Engine) and 2 (Classic).
            Engine = i % 2 == 1 ? SignInEngine.IdentityEngine : SignInEngine.Classic,
            Actor = OriginBuilder.Json(w =>
            {
                w.WriteStartObject();
                w.WriteString("id", user.Id);
                w.WriteString("type", "User");
                w.WriteString("alternateId", user.Login);
                w.WriteString("displayName", user.DisplayName);
                w.WriteNull("detailEntry");
                w.WriteEndObject();
            }),
            Home = OriginBuilder.Build(home, asNumber, asOrg, place, browser),
            Office = OriginBuilder.Build($"192.0.2.{10 + town}", 64504, "Example Works", place, browser),
            Phone = OriginBuilder.Build(home, asNumber, asOrg, place, Agent.Phones[phone]),
            DeviceToken = Ids.Hex(64, seed, (ulong)i, 14),
            PhoneCategory = phone == 0 ? "SmartPhone_Android" : "SmartPhone_IPhone",
            PhonePlatform = phone == 0 ? "ANDROID" : "IOS",
        };
    }
}
