using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Rules;

namespace Pipeline.Tests.Detection.World;

public sealed class OrdinaryOrgTests
{
    /// <summary>Help desks do it every week: it is told, and nobody is woken.</summary>
    private const string BothReset = "OKTA-LIFE-002";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Three_weeks_of_an_ordinary_org_alert_nobody(int seed)
    {
        var org = new OrdinaryOrg(seed, people: 100);
        org.Live(days: 21);
        var alerts = new Scenario(DetectionSet.With(BuiltInRules.With([]))).Add(org.Events).Alerts();
        var wrong = alerts
            .Where(x => x.Severity > Severity.Low)
            .GroupBy(x => x.RuleId, StringComparer.Ordinal)
            .Select(x => $"{x.Count()} {x.Key} {x.First().Severity}: {x.First().Title} ({x.First().Reasons[0]})");
        Assert.True(!wrong.Any(), string.Join('\n', wrong));
        Assert.Equal(org.BothReset, alerts.Count(x => x.RuleId == BothReset));
    }

    [Fact]
    public void Attacks_stand_out_of_an_ordinary_org()
    {
        var org = new OrdinaryOrg(seed: 3, people: 100);
        org.Live(days: 21);
        var at = OrdinaryOrg.Start.AddDays(17).AddHours(14);
        var people = org.People;
        var events = org
            .Events.Concat(Intruder.PushBombing(people[21], at))
            .Concat(Intruder.PushBombing(people[22], at.AddHours(3)))
            .Concat(Intruder.Spray(people, at.AddHours(-2)))
            .Concat(Intruder.StolenCookie(people[33], at))
            .Concat(Intruder.StolenCookie(people[34], at))
            .Concat(Intruder.HelpDeskCall(people[44], people[0], at))
            .Concat(Intruder.HelpDeskCall(people[45], people[0], at.AddDays(1)))
            .OrderBy(x => (string)x["published"]!, StringComparer.Ordinal);
        var alerts = new Scenario(DetectionSet.With(BuiltInRules.With([]))).Add(events).Alerts();
        var severe = alerts.Where(x => x.Severity >= Severity.High).ToLookup(x => x.RuleId, StringComparer.Ordinal);
        Assert.Equal(
            [people[21].Some.User, people[22].Some.User],
            severe["OKTA-MFA-001"].Select(x => x.Entity.Id).Order(StringComparer.Ordinal)
        );
        Assert.All(severe["OKTA-MFA-001"], x => Assert.Equal(Severity.Critical, x.Severity));
        Assert.Contains(severe["OKTA-CRED-001"], x => x.Entity.Id == Place.Attacker.Ip);
        Assert.Equal(2, severe["OKTA-SESS-001"].Count());
        Assert.Equal(
            [people[44].Some.User, people[45].Some.User],
            severe["OKTA-LIFE-002"].Select(x => x.Entity.Id).Order(StringComparer.Ordinal)
        );
        Assert.All(severe["OKTA-LIFE-002"], x => Assert.Equal(Severity.Critical, x.Severity));
    }
}
