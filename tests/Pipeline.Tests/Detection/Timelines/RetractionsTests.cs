using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Timelines;
using Pipeline.Processor.Events;

namespace Pipeline.Tests.Detection.Timelines;

/// <summary>What rules see of findings that were taken back, and of those that came back.</summary>
public sealed class RetractionsTests
{
    private static readonly EventSource Raw = new("security.okta.raw.v1", 0, 0);

    [Fact]
    public void What_was_taken_back_is_not_seen() => Assert.Empty(Seen(Told(1), TakenBack(2)));

    [Fact]
    public void What_comes_back_is_seen_again_although_nothing_of_it_changed()
    {
        Assert.Equal("3", Assert.Single(Seen(Told(1), TakenBack(2), Told(3))).Detail("revision"));
        Assert.Equal("3", Assert.Single(Seen(TakenBack(2), Told(3))).Detail("revision"));
        Assert.Empty(Seen(Told(1), TakenBack(2), Told(3), TakenBack(4)));
    }

    [Fact]
    public void A_revision_that_changes_nothing_is_no_event() => Assert.Single(Seen(Told(1), Told(2)));

    private static OktaEvent[] Seen(params Alert[] alerts)
    {
        var now = Some.Noon.AddMinutes(5);
        var run = new TimelineRun(EntityKind.User, "acme", "00u1", Timeline.Empty, now, DetectionOptions.Default);
        foreach (var alert in alerts)
        {
            run.Place(Mark.Of(FindingEvent.Of(alert), Raw, now.AddHours(1), usual: false));
        }

        var marks = run.Result().Marks;
        return [.. Retractions.Heed([.. marks.Select(x => new Moment(x, SourceHistory.Empty))]).Select(x => x.Event)];
    }

    private static Alert TakenBack(int revision) =>
        Told(revision) with
        {
            Status = AlertStatus.Closed,
            Attributes = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [AlertClosing.Key] = AlertClosing.Superseded,
            },
        };

    private static Alert Told(int revision) =>
        new()
        {
            AlertId = "okta-mfa-001:0123",
            Revision = revision,
            Status = revision == 1 ? AlertStatus.New : AlertStatus.Update,
            RuleId = "OKTA-MFA-001",
            RuleName = "MFA fatigue",
            Severity = Severity.Critical,
            Tenant = "acme",
            Entity = new AlertEntity(EntityKind.User, "00u1", "dana@example.com"),
            FirstSeen = Some.Noon,
            LastSeen = Some.Noon,
            Title = "t",
            Narrative = "n",
            Techniques = ["T1621"],
            Reasons = ["r"],
            Evidence = [],
            EmittedFor = "e",
        };
}
