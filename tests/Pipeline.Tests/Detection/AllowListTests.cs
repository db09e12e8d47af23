using System.Collections.Frozen;
using System.Net;
using System.Text.Json.Nodes;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Sigma;

namespace Pipeline.Tests.Detection;

/// <summary>What the lists of a tenant do to rules and correlations of Sigma.</summary>
public sealed class AllowListTests
{
    private const string Rules = """
        title: Refused
        id: refused
        logsource: {product: okta}
        detection: {s: {eventType: user.session.start, outcome.result: FAILURE}, condition: s}
        ---
        title: Three times refused
        id: thrice
        correlation:
          type: event_count
          rules: [refused]
          group-by: [client.ipAddress]
          timespan: 5m
          condition: {gte: 3}
          generate: true
        """;

    [Fact]
    public void Without_a_list_both_alert() => Assert.Equal(["refused", "thrice"], Alerting(new DetectionOptions()));

    [Fact]
    public void The_network_of_the_client_is_passed_by() =>
        Assert.Empty(Alerting(new DetectionOptions { AllowedNetworks = [IPNetwork.Parse("203.0.113.0/24")] }));

    [Fact]
    public void Another_network_is_not() =>
        Assert.NotEmpty(Alerting(new DetectionOptions { AllowedNetworks = [IPNetwork.Parse("198.51.100.0/24")] }));

    [Fact]
    public void A_listed_login_is_passed_by() =>
        Assert.Empty(Alerting(new DetectionOptions { AllowedUsers = Set(new Some().Login) }));

    [Fact]
    public void A_listed_client_is_passed_by() =>
        Assert.Empty(Alerting(new DetectionOptions { AllowedClients = Set("0oaclient") }));

    private static IEnumerable<string> Alerting(DetectionOptions options)
    {
        var set = DetectionSet.With(SigmaRuleSet.Load([("a.yml", Rules)]), new DefaultDetectionOptions(options));
        var ids = new HashSet<string>(["refused", "thrice"], StringComparer.Ordinal);
        return new Scenario(set)
            .Add(Enumerable.Range(0, 3).Select(Refused))
            .Alerts()
            .Select(x => x.RuleId)
            .Where(ids.Contains)
            .Distinct()
            .Order(StringComparer.Ordinal);
    }

    private static JsonObject Refused(int i)
    {
        var json = new Some().SessionStart(Some.Noon.AddSeconds(i), Place.Attacker, null, "FAILURE");
        json["client"]!["id"] = "0oaclient";
        return json;
    }

    private static FrozenSet<string> Set(string value) => FrozenSet.ToFrozenSet([value], StringComparer.Ordinal);
}
