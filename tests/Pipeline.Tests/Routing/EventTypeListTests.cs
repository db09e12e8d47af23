using Pipeline.Processor.Routing;

namespace Pipeline.Tests.Routing;

public sealed class EventTypeListTests
{
    [Fact]
    public void The_published_list_is_complete()
    {
        var byCategory = EventTypeList.Published.Rows.GroupBy(x => x.Category).ToDictionary(x => x.Key, x => x.Count());
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["Application"] = 4,
                ["Device"] = 2,
                ["Group"] = 1,
                ["Policy"] = 2,
                ["System"] = 10,
                ["User authentication"] = 10,
                ["User lifecycle"] = 3,
                ["User MFA"] = 4,
                ["User session"] = 3,
                ["Zone"] = 2,
                ["Alert"] = 3,
            },
            byCategory
        );
    }

    [Theory]
    [InlineData("user.session.start", "User session", true, false)]
    [InlineData("Zone.update", "Zone", true, false)]
    [InlineData("USER.AUTHENTICATION.AUTH_VIA_ad_AGENT", "User authentication", true, false)]
    [InlineData("system.sms.send_phone_verification_message", "System", true, false)]
    [InlineData("system.sms.send__message", "System", true, false)]
    [InlineData("system.sms.send_message", "Other", false, false)]
    [InlineData("system.sms.send_x_message.y", "Other", false, false)]
    [InlineData("system.voice.send_mfa_challenge_call", "System", true, false)]
    [InlineData("system.voice.send_mfa_challenge_message", "Other", false, false)]
    [InlineData("security.threat.detected", "Alert", true, true)]
    [InlineData("user.mfa.attempt_bypass", "Alert", true, true)]
    [InlineData("user.mfa.okta_verify.deny_push", "Other", false, false)]
    [InlineData("user.session.start.more", "Other", false, false)]
    public void A_type_has_one_row(string eventType, string category, bool listed, bool alert)
    {
        var row = EventTypeList.Published.Find(eventType);
        Assert.Equal((category, listed, alert), (row.Category, EventTypeList.IsListed(row), row.IsAlert));
        Assert.Same(row, EventTypeList.Published.Find(eventType));
    }
}
