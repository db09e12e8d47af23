using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Processor.Configuration;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Detectors.Accounts;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Tests.Detection;

namespace Pipeline.Tests.Configuration;

public sealed class DetectionOptionsTests
{
    private static readonly DetectionOptionsReader Reader = new(
        BuiltInDetectors.With(DefaultDetectionOptions.Instance).Detections,
        ["OKTA-NATIVE-security.threat.detected"]
    );

    [Fact]
    public void A_tenant_counts_before_the_defaults_key_by_key()
    {
        var options = Reader.Read(
            Of(
                ("Detection:Defaults:Lateness", "00:20:00"),
                ("Detection:Defaults:AllowedUsers:0", "demo@example.com"),
                ("Detection:Defaults:Rules:OKTA-LIFE-003:Deadline", "06:00:00"),
                ("Detection:Defaults:Rules:OKTA-LIFE-003:ReplacedBefore", "00:30:00"),
                ("Detection:Tenants:acme:Lateness", "00:05:00"),
                ("Detection:Tenants:acme:AllowedNetworks:0", "192.0.2.17/24"),
                ("Detection:Tenants:acme:Rules:OKTA-LIFE-003:Deadline", "03:00:00")
            )
        );

        var acme = options["acme"];
        Assert.Equal(TimeSpan.FromMinutes(5), acme.Lateness);
        Assert.Contains("DEMO@example.com", acme.AllowedUsers);
        Assert.True(acme.IsAllowed("192.0.2.200"));
        Assert.False(options[""].IsAllowed("192.0.2.200"));
        Assert.Equal(
            new FactorNotRestoredOptions
            {
                Deadline = TimeSpan.FromHours(3),
                ReplacedBefore = TimeSpan.FromMinutes(30),
            },
            acme.Of<FactorNotRestoredOptions>("OKTA-LIFE-003")
        );
        Assert.Equal(TimeSpan.FromHours(6), options[""].Of<FactorNotRestoredOptions>("OKTA-LIFE-003").Deadline);
    }

    [Theory]
    [InlineData("Detection:Default:Lateness", "00:20:00", "Detection:Default")]
    [InlineData("Detection:Defaults:Latenes", "00:20:00", "Detection:Defaults:Latenes")]
    [InlineData("Detection:Defaults:Lateness", "soon", "Detection:Defaults")]
    [InlineData("Detection:Defaults:Lateness", "-00:01:00", "Detection:Defaults:Lateness")]
    [InlineData("Detection:Defaults:Off:0", "OKTA-NONE-001", "OKTA-NONE-001")]
    [InlineData("Detection:Tenants:a:AllowedNetworks:0", "192.0.2.0/33", "Detection:Tenants:a:AllowedNetworks")]
    [InlineData("Detection:Tenants:a:Rules:OKTA-LIFE-003:Dedline", "1", "OKTA-LIFE-003")]
    [InlineData("Detection:Tenants:a:Rules:OKTA-LIFE-003:Deadline", "x", "OKTA-LIFE-003")]
    [InlineData("Detection:Tenants:a:Rules:OKTA-NONE-001:Deadline", "1", "OKTA-NONE-001")]
    public void What_is_not_understood_is_refused_and_named(string key, string value, string named)
    {
        var e = Assert.Throws<ConfigurationException>(() => Reader.Read(Of((key, value))));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_counts_from_the_next_event_on_and_a_wrong_one_changes_nothing()
    {
        var configuration = Of(("Detection:Defaults:Lateness", "00:20:00"));
        var options = new ConfiguredDetectionOptions(configuration, Reader, NullLogger.Instance);

        configuration["Detection:Defaults:Lateness"] = "00:10:00";
        configuration.Reload();
        Assert.Equal(TimeSpan.FromMinutes(10), options.Of("any").Lateness);

        configuration["Detection:Defaults:Lateness"] = "soon";
        configuration.Reload();
        Assert.Equal(TimeSpan.FromMinutes(10), options.Of("any").Lateness);
    }

    [Theory]
    [InlineData("Detection:Defaults:Off:0", "OKTA-ADM-001")]
    [InlineData("Detection:Tenants:acme:AllowedUsers:0", "dana@example.com")]
    public void A_rule_that_is_off_and_a_user_on_the_list_are_silent(string key, string value)
    {
        var grant = Act.HelpDesk.On(Act.Dana, "user.account.privilege.grant", Some.Noon, Place.Home);
        var token = Act.Dana.Does("system.api_token.create", Some.Noon.AddMinutes(5), Place.Home, "00T1");
        Assert.NotEmpty(new Scenario().Add(grant, token).Alerts("OKTA-ADM-001"));

        var detections = ConfiguredDetections.Of(Of((key, value)), SigmaRuleSet.Empty, NullLogger.Instance);

        Assert.Empty(new Scenario(detections).Add(grant, token).Alerts("OKTA-ADM-001"));
    }

    private static IConfigurationRoot Of(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.ToDictionary(x => x.Key, x => (string?)x.Value))
            .Build();
}
