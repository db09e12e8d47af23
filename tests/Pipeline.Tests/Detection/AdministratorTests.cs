using Pipeline.Processor.Detection;
using Pipeline.Processor.Events;

namespace Pipeline.Tests.Detection;

public sealed class AdministratorTests
{
    [Fact]
    public void Who_shows_nothing_of_an_administrator_for_a_year_leaves_no_state()
    {
        var users = BuiltInDetectors
            .With(DefaultDetectionOptions.Instance)
            .OfKind(EntityKind.User)
            .Single(x => x.StateKind == "timeline-user");
        var harness = new DetectorHarness(users, restore: false, guard: false);
        var grant = Act.HelpDesk.On(Act.Dana, "user.account.privilege.grant", Some.Noon, Place.Home);
        harness.Add("acme", Some.Read(grant));
        Assert.NotEqual(0, harness.States);

        harness.Pass(TimeSpan.FromDays(360));
        Assert.NotEqual(0, harness.States);

        harness.Pass(TimeSpan.FromDays(8));
        Assert.Equal(0, harness.States);
    }
}
