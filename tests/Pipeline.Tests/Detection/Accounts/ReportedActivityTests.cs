using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Accounts;

public sealed class ReportedActivityTests
{
    private const string Rule = "OKTA-LIFE-005";

    [Theory]
    [InlineData(-600)]
    [InlineData(20)]
    public void A_sign_in_from_the_reported_address_before_or_after_is_high(int minutes)
    {
        var events = new[]
        {
            Report(Some.Noon, Place.Attacker.Ip!, "user.session.start"),
            Act.Dana.Verify(Some.Noon.AddMinutes(minutes), Place.Attacker),
        }.OrderBy(x => (string)x["published"]!, StringComparer.Ordinal);

        var alert = Assert.Single(
            new Scenario().Add(Act.Dana.Habit(Place.Home)).Add(events).HoldsInAnyOrder().Alerts(Rule)
        );

        Assert.Equal(Severity.High, alert.Severity);
        Assert.Contains("dana@example.com", alert.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reported_enrolment_is_high_by_itself() =>
        Assert.Single(
            new Scenario()
                .Add(Report(Some.Noon, "203.0.113.9", "system.email.mfa_enroll_notification.sent_message"))
                .Alerts(Rule)
        );

    [Fact]
    public void Another_finding_about_the_user_makes_it_critical()
    {
        var scenario = new Scenario()
            .Add(Act.Dana.Habit(Place.Home))
            .Add(Act.HelpDesk.On(Act.Dana, "user.mfa.factor.reset_all", Some.Noon.AddHours(-2), Place.Home))
            .Add(Act.Dana.On(Act.Dana, "user.mfa.factor.activate", Some.Noon.AddHours(-1), Place.Attacker))
            .Add(Act.Dana.Verify(Some.Noon.AddMinutes(-50), Place.Attacker))
            .Add(Report(Some.Noon, Place.Attacker.Ip!, "user.session.start"));
        Assert.Equal(Severity.Critical, Assert.Single(scenario.Alerts(Rule)).Severity);
    }

    [Fact]
    public void A_report_of_a_blocked_attempt_is_nothing() =>
        Assert.Empty(
            new Scenario()
                .Add(Act.Dana.Habit(Place.Home))
                .Add(Report(Some.Noon, "203.0.113.9", "user.session.start"))
                .Add(Act.Dana.Verify(Some.Noon.AddMinutes(5), Place.Home))
                .Alerts(Rule)
        );

    [Theory]
    [InlineData(4, true)]
    [InlineData(0, false)]
    public void A_sign_in_unlike_a_short_history_is_high_and_without_any_nothing(int days, bool alerts)
    {
        var scenario = new Scenario()
            .Add(Act.Dana.Habit(Place.Home, days))
            .Add(Report(Some.Noon, "203.0.113.99", "user.session.start"))
            .Add(Act.Dana.Verify(Some.Noon.AddHours(3), Place.Attacker));
        Assert.Equal(alerts ? [Severity.High] : [], scenario.HoldsInAnyOrder().Alerts(Rule).Select(x => x.Severity));
    }

    private static JsonObject Report(DateTimeOffset at, string ip, string type) =>
        Act
            .Dana.On(Act.Dana, "user.account.report_suspicious_activity_by_enduser", at, Place.Home)
            .WithDetail("suspiciousActivityEventIp", ip)
            .WithDetail("suspiciousActivityEventType", type);
}
