using Pipeline.Processor.Alerts;

namespace Pipeline.Tests.Detection.Accounts;

public sealed class FactorNotRestoredTests
{
    private const string Rule = "OKTA-LIFE-003";
    private static readonly Some Other = new("00uother1", "other@example.com");

    [Fact]
    public void A_reset_that_nobody_undoes_is_told_after_twelve_hours()
    {
        var scenario = new Scenario()
            .Add(Act.HelpDesk.On(Act.Dana, "user.mfa.factor.reset_all", Some.Noon, Place.Home))
            .Add(Other.Verify(Some.Noon.AddHours(11.9), Place.Home));
        Assert.Empty(scenario.Alerts(Rule));

        scenario.Add(Other.Verify(Some.Noon.AddHours(12.4), Place.Home));

        var alert = Assert.Single(scenario.HoldsInAnyOrder().Alerts(Rule));
        Assert.Equal(Severity.Low, alert.Severity);
        Assert.Equal(Some.Noon, alert.FirstSeen);
        Assert.Single(alert.Evidence);
    }

    [Fact]
    public void Of_an_administrator_it_is_medium() =>
        Assert.Equal(
            Severity.Medium,
            Assert
                .Single(
                    new Scenario()
                        .Add(Act.Dana.Does("user.session.access_admin_app", Some.Noon.AddDays(-1), Place.Home))
                        .Add(Act.HelpDesk.On(Act.Dana, "user.mfa.factor.reset_all", Some.Noon, Place.Home))
                        .Add(Other.Verify(Some.Noon.AddHours(13), Place.Home))
                        .Alerts(Rule)
                )
                .Severity
        );

    [Fact]
    public void Of_who_is_shown_as_an_administrator_later_too() =>
        Assert.Equal(
            Severity.Medium,
            Assert
                .Single(
                    new Scenario()
                        .Add(Act.HelpDesk.On(Act.Dana, "user.mfa.factor.reset_all", Some.Noon, Place.Home))
                        .Add(Other.Verify(Some.Noon.AddHours(13), Place.Home))
                        .Add(Act.Dana.Does("user.session.access_admin_app", Some.Noon.AddHours(20), Place.Home))
                        .HoldsInAnyOrder()
                        .Alerts(Rule)
                )
                .Severity
        );

    [Theory]
    [InlineData("user.mfa.factor.activate", -0.9)]
    [InlineData("user.mfa.factor.activate", 11.9)]
    [InlineData("user.lifecycle.deactivate", 1)]
    [InlineData("user.lifecycle.suspend", 1)]
    public void A_new_factor_before_or_after_or_a_closed_account_is_nothing(string type, double hours) =>
        Assert.Empty(
            new Scenario()
                .Add(
                    new[]
                    {
                        Act.HelpDesk.On(Act.Dana, "user.mfa.factor.deactivate", Some.Noon, Place.Home),
                        Act.Dana.On(Act.Dana, type, Some.Noon.AddHours(hours), Place.Home),
                        Other.Verify(Some.Noon.AddHours(14), Place.Home),
                    }.OrderBy(x => (string)x["published"]!, StringComparer.Ordinal)
                )
                .Alerts(Rule)
        );

    [Fact]
    public void A_security_question_is_no_factor() =>
        Assert.Empty(
            new Scenario()
                .Add(
                    Act.Dana.On(
                        Act.Dana,
                        "user.mfa.factor.deactivate",
                        Some.Noon,
                        Place.Home,
                        "User reset SECURITY_QUESTION factor"
                    )
                )
                .Add(Other.Verify(Some.Noon.AddHours(14), Place.Home))
                .Alerts(Rule)
        );
}
