using System.Text.Json.Nodes;

namespace Pipeline.Tests.Detection.World;

/// <summary>What administrators, the help desk and machines do.</summary>
internal sealed class Administration(
    Random random,
    IReadOnlyList<Person> people,
    Func<int, Person> newPerson,
    DailyLife life,
    Action<JsonObject> add
)
{
    /// <summary>How often the help desk reset password and factors of one user together.</summary>
    public int BothReset { get; private set; }

    public void Day(int day)
    {
        var admin = people[1];
        var desk = admin.Desk(day);
        var time = OrdinaryOrg.At(day, 10);
        add(admin.Some.Does("user.session.access_admin_app", time, desk));
        for (var i = 0; i < 4; i++)
        {
            var user = people[2 + random.Next(people.Count - 2)];
            add(admin.Some.On(user.Some, "group.user_membership.add", time.AddMinutes(1 + i), desk));
            add(admin.Some.On(user.Some, "application.user_membership.add", time.AddMinutes(2 + i), desk));
        }

        switch (day % 7)
        {
            case 0:
                add(admin.Some.Does("policy.rule.update", time.AddMinutes(20), desk, "0pr1", "PolicyRule"));
                add(admin.Some.Does("application.lifecycle.create", time.AddMinutes(30), desk, "0oa99", "AppInstance"));
                break;
            case 1:
                add(admin.Some.Does("zone.update", time.AddMinutes(20), desk, "nzo1", "NetworkZone"));
                Onboarding(admin, day);
                break;
            case 2:
                HelpDesk(day);
                break;
            case 3:
                life.Forgotten(people[5 + day % 20], day);
                life.StalePhone(people[30 + (day % 5)], day);
                add(admin.Some.Does("system.api_token.create", time.AddMinutes(25), desk, $"00T{day}"));
                add(admin.Some.Does("system.api_token.revoke", time.AddMinutes(28), desk, $"00T{day - 7}"));
                break;
            default:
                Leaving(admin, day);
                life.Traveller(people[40 + (day % 7)], day);
                life.NewPhone(people[50 + (day % 9)], day);
                break;
        }
    }

    private void HelpDesk(int day)
    {
        var desk = people[0];
        for (var i = 0; i < 3; i++)
        {
            var person = people[10 + random.Next(people.Count - 12)];
            var time = OrdinaryOrg.At(day, 11 + i);
            var place = person.Desk(day);
            // A lost phone: everything is reset on the phone with the help desk, and set up anew at the usual laptop.
            add(desk.Some.On(person.Some, "user.mfa.factor.reset_all", time, desk.Office));
            if (i == 1)
            {
                BothReset++;
                add(desk.Some.On(person.Some, "user.account.reset_password", time.AddMinutes(1), desk.Office));
                add(person.Some.On(person.Some, "user.account.update_password", time.AddMinutes(5), place));
            }

            add(person.Some.On(person.Some, "user.mfa.factor.activate", time.AddMinutes(8), place));
            life.SignIn(person, place, person.Phone, time.AddMinutes(10));
        }
    }

    private void Onboarding(Person admin, int day)
    {
        for (var i = 0; i < 8; i++)
        {
            var person = newPerson(1000 + (day * 20) + i);
            var time = OrdinaryOrg.At(day, 9).AddMinutes(i * 5);
            add(admin.Some.On(person.Some, "user.lifecycle.create", time, admin.Office));
            add(admin.Some.On(person.Some, "user.lifecycle.activate", time.AddSeconds(2), admin.Office));
            add(admin.Some.On(person.Some, "application.user_membership.add", time.AddSeconds(5), admin.Office));
            add(admin.Some.On(person.Some, "group.user_membership.add", time.AddSeconds(6), admin.Office));
            var first = time.AddHours(1);
            add(person.Some.On(person.Some, "user.account.update_password", first, person.Office));
            add(person.Some.On(person.Some, "user.mfa.factor.activate", first.AddMinutes(3), person.Office));
            life.SignIn(person, person.Office, person.Phone, first.AddMinutes(5));
        }
    }

    private void Leaving(Person admin, int day)
    {
        for (var i = 0; i < 2; i++)
        {
            var person = newPerson(3000 + (day * 5) + i);
            add(
                admin.Some.On(person.Some, "application.user_membership.remove", OrdinaryOrg.At(day, 16), admin.Office)
            );
            add(admin.Some.On(person.Some, "user.lifecycle.deactivate", OrdinaryOrg.At(day, 16.1), admin.Office));
        }
    }

    /// <summary>A service account and its token, from one machine, all day.</summary>
    public void Automation(int day)
    {
        var service = new Some("00uservice0000000001", "svc-sync@example.com");
        for (var i = 0; i < 40; i++)
        {
            var json = service.On(
                people[random.Next(people.Count)].Some,
                "user.account.update_profile",
                OrdinaryOrg.At(day, 6).AddMinutes(i * 20),
                Place.Server
            );
            json["transaction"] = new JsonObject
            {
                ["type"] = "WEB",
                ["id"] = $"svc{day}-{i}",
                ["detail"] = new JsonObject { ["requestApiTokenId"] = "00Tsync" },
            };
            add(json);
        }
    }
}
