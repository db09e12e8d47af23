using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Timelines;

namespace Pipeline.Tests.Detection.Timelines;

/// <summary>What is taken back is low; what is over stays as severe as it was.</summary>
public sealed class RetractedSeverityTests
{
    private static readonly Some Dana = new();

    [Fact]
    public void A_superseded_finding_is_closed_at_low_and_goes_on_at_its_severity()
    {
        var hijack = Hijack();
        var late = new Scenario().Add(hijack[0]).Add(hijack[2..]).Add(hijack[1]).Revisions();

        var closed = Assert.Single(late, x => Closing(x) == AlertClosing.Superseded);
        Assert.Equal((Severity.Low, "low"), (closed.Severity, closed.Confidence));
        Assert.Equal("high", closed.Attributes[AlertClosing.SeverityKey]);
        Assert.Equal(Severity.High, late.Last(x => x.AlertId != closed.AlertId).Severity);
    }

    [Fact]
    public void A_withdrawn_finding_is_closed_at_low()
    {
        // A sign-in before the reset, which arrives late, shows that the enrolling machine is the user's own.
        var desk = Place.Server with
        {
            Country = "Ireland",
        };
        var late = new Scenario()
            .Add(Act.HelpDesk.On(Dana, "user.mfa.factor.reset_all", Some.Noon, desk))
            .Add(Dana.On(Dana, "user.mfa.factor.activate", Some.Noon.AddMinutes(3), Place.Home))
            .Add(Dana.Verify(Some.Noon.AddMinutes(-5), Place.Home))
            .Revisions();
        var closed = Assert.Single(late, x => Closing(x) == AlertClosing.Withdrawn);
        Assert.Equal((Severity.Low, "medium"), (closed.Severity, closed.Attributes[AlertClosing.SeverityKey]));
    }

    [Fact]
    public void An_ended_finding_keeps_its_severity()
    {
        var last = new Scenario().Add(Hijack()).Final("OKTA-SESS-001").Single();
        Assert.Equal((AlertStatus.Closed, Severity.High), (last.Status, last.Severity));
    }

    [Theory]
    [InlineData(AlertClosing.Superseded, "high", nameof(Severity.High), nameof(Severity.High))]
    [InlineData(AlertClosing.Withdrawn, null, nameof(Severity.Critical), nameof(Severity.Critical))]
    // Lowered by a late event, and over: who heard of it hears of its end, and it counts as what it was.
    [InlineData(AlertClosing.Ended, "high", nameof(Severity.High), nameof(Severity.Low))]
    public void Who_heard_of_it_hears_what_becomes_of_it(
        string closedAs,
        string? before,
        string audience,
        string counts
    )
    {
        var alert = Closed(closedAs, before);
        Assert.Equal(audience, AlertClosing.Audience(alert).ToString());
        Assert.Equal(counts, FindingEvent.SeverityOf(FindingEvent.Of(alert)).ToString());
    }

    private static JsonObject[] Hijack() =>
        [
            Dana.SessionStart(Some.Noon, Place.Home, "s1").InSession("idxs1"),
            .. Enumerable
                .Range(1, 3)
                .Select(i => Dana.Sso(Some.Noon.AddMinutes(3 * i), Place.Attacker, $"app{i}").InSession("idxs1")),
        ];

    private static string? Closing(Alert alert) => alert.Attributes.GetValueOrDefault(AlertClosing.Key);

    private static Alert Closed(string closedAs, string? before)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal) { [AlertClosing.Key] = closedAs };
        if (before is not null)
        {
            attributes[AlertClosing.SeverityKey] = before;
        }

        return new Alert
        {
            AlertId = "okta-sess-001:0123",
            Revision = 2,
            Status = AlertStatus.Closed,
            RuleId = "OKTA-SESS-001",
            RuleName = "Session hijack",
            Severity = Severity.Low,
            Tenant = "acme",
            Entity = new AlertEntity("session", "idxs1", null),
            FirstSeen = Some.Noon,
            LastSeen = Some.Noon,
            Title = "t",
            Narrative = "n",
            Techniques = ["T1539"],
            Reasons = ["r"],
            Evidence = [],
            Attributes = attributes,
            EmittedFor = "e",
        };
    }
}
