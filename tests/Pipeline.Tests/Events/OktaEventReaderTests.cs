using System.Text;
using FsCheck.Xunit;
using Pipeline.Processor.Events;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.Events;

public sealed class OktaEventReaderTests
{
    [Theory]
    [InlineData("{reasons=Anomalous Device, Anomalous Location, level=HIGH}", "HIGH")]
    [InlineData("{level=HIGH, reasons=a, b}", "HIGH")]
    [InlineData("reasons=Anomalous Device, level=HIGH", "HIGH")]
    [InlineData("level=LOW", "LOW")]
    [InlineData("Risk{level=LOW}", "LOW")]
    [InlineData("{\"level\":\"MEDIUM\",\"reasons\":\"x\"}", "MEDIUM")]
    [InlineData("{reasons=the sublevel=HIGH; is a=b, level=LOW}", "LOW")]
    [InlineData("{reasons=none}", null)]
    [InlineData("", null)]
    public void The_risk_level_is_found_in_every_shape_of_the_text(string risk, string? level) =>
        Assert.Equal(level, Read("debugContext", $$$"""{"debugData":{"risk":{{{Quote(risk)}}}}}""").RiskLevel);

    [Fact]
    public void The_structured_risk_counts_before_the_text() =>
        Assert.Equal("HIGH", Read("securityContext", """{"risk":{"level":"HIGH"}}""").RiskLevel);

    [Theory]
    [InlineData("debugContext", """{"debugData":{"behaviors":"{New Geo-Location=NEGATIVE, New Device=POSITIVE}"}}""")]
    [InlineData(
        "debugContext",
        """{"debugData":{"logOnlySecurityData":"{\"risk\":{},\"behaviors\":{\"New Geo-Location\":\"NEGATIVE\",\"New Device\":\"POSITIVE\"}}"}}"""
    )]
    [InlineData(
        "securityContext",
        """{"userBehaviors":[{"id":"1","name":"New Geo-Location","result":"NEGATIVE"},{"name":"New Device","result":"POSITIVE"},{},5]}"""
    )]
    public void Behaviours_are_read_in_each_of_their_shapes(string field, string value)
    {
        var e = Read(field, value);
        Assert.True(e.HasPositive("New Device"));
        Assert.False(e.HasPositive("New Geo-Location"));
        Assert.Equal(2, e.Behaviors.Count);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("null")]
    [InlineData("-")]
    [InlineData("")]
    public void What_stands_for_nothing_is_nobody_and_nowhere(string text)
    {
        Assert.Null(Read("client", $$"""{"ipAddress":"{{text}}"}""").Ip);
        Assert.Null(Read("actor", $$"""{"id":"{{text}}","type":"User"}""").ActorId);
    }

    [Theory]
    [InlineData("null", "France")]
    [InlineData("\"null\"", "France")]
    [InlineData("\"203.0.113.9\"", null)]
    public void Without_an_address_of_the_client_the_way_of_the_request_begins_at_it(string address, string? country)
    {
        var e = Read(
            "client",
            $$"""{"ipAddress":{{address}},"geographicalContext":null}""",
            ""","request":{"ipChain":[{"ip":"198.51.100.23","geographicalContext":{"country":"France"}},{"ip":"192.0.2.1"}]}"""
        );
        Assert.Equal((country is null ? "203.0.113.9" : "198.51.100.23", country), (e.Ip, e.Country));
    }

    [Theory]
    [InlineData("2001:DB8:0:0::1", "2001:db8::1")]
    [InlineData("::ffff:198.51.100.23", "198.51.100.23")]
    [InlineData("198.51.100.23", "198.51.100.23")]
    [InlineData("no:address", "no:address")]
    public void One_address_has_one_spelling(string text, string expected)
    {
        Assert.Equal(expected, Read("client", $$"""{"ipAddress":"{{text}}"}""").Ip);
        var threat = Read("actor", $$"""{"id":"{{text}}","type":"IP address"}""");
        Assert.Equal(expected, ConcernedEntities.Address(threat));
    }

    [Theory]
    [InlineData("51.5", "0.0", 51.5, 0.0)]
    [InlineData("0", "0", null, null)]
    [InlineData("null", "2.35", null, null)]
    [InlineData("91", "2", null, null)]
    [InlineData("\"48.85\"", "\"2.35\"", 48.85, 2.35)]
    public void Greenwich_is_a_place_and_nothing_at_0_0_is(string lat, string lon, double? latitude, double? longitude)
    {
        var e = Read("client", $$$$"""{"geographicalContext":{"geolocation":{"lat":{{{{lat}}}},"lon":{{{{lon}}}}}}}""");
        Assert.Equal((latitude, longitude), (e.Latitude, e.Longitude));
    }

    [Theory]
    [InlineData("securityContext", """{"isProxy":true}""", true)]
    [InlineData("securityContext", """{"isProxy":false}""", false)]
    [InlineData("securityContext", """{}""", null)]
    [InlineData(
        "securityContext",
        """{"isProxy":false,"ipDetails":{"ipServiceCategories":[{"isAnonymous":true}]}}""",
        true
    )]
    [InlineData("securityContext", """{"ipDetails":{"ipServiceCategories":[{"isAnonymous":false},7,null]}}""", null)]
    [InlineData(
        "debugContext",
        """{"debugData":{"tunnels":"[{\"anonymous\":true,\"operator\":\"NORD_VPN\"}]"}}""",
        true
    )]
    [InlineData("debugContext", """{"debugData":{"tunnels":[{"anonymous":true,"operator":"NORD_VPN"}]}}""", true)]
    [InlineData(
        "debugContext",
        """{"debugData":{"tunnels":"[{\"anonymous\":false},{\"anonymous\":\"true\"}]"}}""",
        true
    )]
    [InlineData("debugContext", """{"debugData":{"tunnels":"[{\"anonymous\":false}]"}}""", null)]
    [InlineData("debugContext", """{"debugData":{"tunnels":"[{\"anonymous\":true,"}}""", null)]
    [InlineData("debugContext", """{"debugData":{"tunnels":"true"}}""", null)]
    [InlineData("debugContext", """{"debugData":{"tunnels":"NORD_VPN"}}""", null)]
    public void An_anonymising_service_is_a_proxy_wherever_Okta_says_so(string field, string value, bool? proxy) =>
        Assert.Equal(proxy, Read(field, value).IsProxy);

    [Fact]
    public void System_principals_are_nobody()
    {
        var e = Read("actor", """{"id":"00uSYSTEM","type":"SystemPrincipal","alternateId":"system@okta.com"}""");
        Assert.Empty(ConcernedEntities.Of(e, EntityKind.User));
        Assert.Null(ConcernedEntities.PrimaryUser(e));
    }

    [Fact]
    public void Actor_and_target_users_are_both_concerned_whatever_the_order_of_targets()
    {
        var e = Read(
            "target",
            """[{"type":"UserGroup","id":"00g1"},7,null,{"type":"User","id":"00u2"},{"type":"User","id":"00u2"},{"type":"User"}]""",
            ",\"actor\":{\"id\":\"00u1\",\"type\":\"User\"}"
        );
        Assert.Equal(["00u1", "00u2"], ConcernedEntities.Of(e, EntityKind.User));
        Assert.Equal("00u2", ConcernedEntities.PrimaryUser(e));
    }

    [Property(MaxTest = 300)]
    public void Any_field_may_have_any_shape(int seed)
    {
        var random = new Random(seed);
        string[] fields =
        [
            "actor",
            "client",
            "outcome",
            "target",
            "debugContext",
            "securityContext",
            "authenticationContext",
            "device",
            "transaction",
            "request",
            "severity",
            "displayMessage",
        ];
        string[] shapes =
        [
            "null",
            "7",
            "\"x\"",
            "[]",
            "{}",
            "[{}]",
            "true",
            "{\"id\":{}}",
            "{\"debugData\":[]}",
            "{\"debugData\":{\"risk\":7}}",
            "{\"debugData\":{\"behaviors\":[],\"logOnlySecurityData\":\"[1\"}}",
            "{\"userAgent\":\"x\"}",
            "{\"ipAddress\":[1]}",
            "{\"asNumber\":\"12\"}",
            "{\"asNumber\":1e400}",
            "{\"userBehaviors\":\"x\"}",
            "[[{}],{\"type\":[]}]",
        ];
        var e = Read(fields[random.Next(fields.Length)], shapes[random.Next(shapes.Length)]);
        Assert.Equal("u1", e.Uuid);
    }

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static OktaEvent Read(string field, string value, string more = "")
    {
        var json =
            $$"""{"uuid":"u1","eventType":"x.y","published":"2026-05-12T08:00:00.000Z","{{field}}":{{value}}{{more}}}""";
        Assert.True(EventView.TryParse(Encoding.UTF8.GetBytes(json), out var view, out var defect), defect?.Message);
        using (view)
        {
            return OktaEventReader.Read(view!);
        }
    }
}
