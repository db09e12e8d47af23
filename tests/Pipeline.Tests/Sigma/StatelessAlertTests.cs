using Pipeline.Processor.Alerts;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.Sigma;

public sealed class StatelessAlertTests
{
    private const string Rule = """
        title: Anything
        id: any
        level: medium
        tags: [attack.t1078]
        custom: {rule_id: OKTA-X-001}
        logsource: {product: okta}
        detection: {s: {eventType|exists: true}, condition: s}
        """;

    [Theory]
    [InlineData("""{"uuid": "1"}""", "user", "00u1")]
    [InlineData("""{"actor": {"id": "sys", "type": "SystemPrincipal"}}""", "user", "00u2")]
    [InlineData("""{"actor": null, "target": null}""", "ip", "198.51.100.23")]
    [InlineData("""{"actor": {"id": "unknown", "type": "User"}, "target": [7, null]}""", "ip", "198.51.100.23")]
    [InlineData("""{"actor": null, "target": null, "client": {"ipAddress": "null"}}""", "org", "acme")]
    [InlineData("""{"actor": [], "target": {}, "client": 5, "outcome": "x"}""", "org", "acme")]
    public void The_entity_is_the_user_else_the_address_else_the_organisation(string members, string type, string id)
    {
        using var view = Samples.Event(members);
        var alert = Assert.Single(Samples.Route(Samples.Load(Rule), view).Alerts);
        Assert.Equal((type, id), (alert.Entity.Type, alert.Entity.Id));
    }

    [Fact]
    public void An_alert_carries_its_rule_and_its_event()
    {
        using var view = Samples.Event();
        var alert = Assert.Single(Samples.Route(Samples.Load(Rule), view).Alerts);
        Assert.Equal(("OKTA-X-001", "Anything", Severity.Medium), (alert.RuleId, alert.RuleName, alert.Severity));
        Assert.Equal((1, AlertStatus.New), (alert.Revision, alert.Status));
        Assert.Equal(AlertId.Of("OKTA-X-001", "acme", "00u1", "u-1"), alert.AlertId);
        Assert.Equal("Anything: dana@example.com from 198.51.100.23", alert.Title);
        Assert.Equal(["T1078"], alert.Techniques);
        Assert.Equal("u-1", Assert.Single(alert.Evidence).EventId);
    }

    [Fact]
    public void A_title_is_never_longer_than_a_title_may_be()
    {
        using EventView view = Samples.Event();
        var rule = Rule.Replace("Anything", new string('x', 300), StringComparison.Ordinal);
        Assert.Equal(120, Assert.Single(Samples.Route(Samples.Load(rule), view).Alerts).Title.Length);
    }
}
