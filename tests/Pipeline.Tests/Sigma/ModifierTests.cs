namespace Pipeline.Tests.Sigma;

public sealed class ModifierTests
{
    [Theory]
    // Text, numbers, booleans, lists.
    [InlineData("outcome.result: failure", true)]
    [InlineData("outcome.result: FAIL", false)]
    [InlineData("securityContext.isProxy: 'true'", true)]
    [InlineData("securityContext.isProxy: true", true)]
    [InlineData("securityContext.asNumber: 64502", true)]
    [InlineData("securityContext.asNumber: '64502'", true)]
    [InlineData("securityContext.asNumber: 64502.0", true)]
    [InlineData("securityContext.asNumber: '64502.0'", false)]
    [InlineData("outcome.result: [SUCCESS, FAILURE]", true)]
    [InlineData("outcome.result: [a, b, c, d, FAILURE]", true)]
    [InlineData("outcome.result: [a, b, c, d, e]", false)]
    // Spellings.
    [InlineData("eventtype: user.session.start", true)]
    [InlineData("event_type: user.session.start", true)]
    [InlineData("securitycontext.is_proxy: 'true'", true)]
    [InlineData("debugcontext.debugdata.requesturi: /api/v1/authn", true)]
    [InlineData("target.displayname: Okta Admin Console", true)]
    [InlineData("target.0.displayName: Okta Admin Console", true)]
    [InlineData("target.1.displayName: Okta Admin Console", false)]
    // Places.
    [InlineData("debugContext.debugData.requestUri|contains: V1", true)]
    [InlineData("debugContext.debugData.requestUri|startswith: /API", true)]
    [InlineData("debugContext.debugData.requestUri|startswith: api", false)]
    [InlineData("debugContext.debugData.requestUri|endswith: AUTHN", true)]
    [InlineData("debugContext.debugData.requestUri|contains|all: [api, authn]", true)]
    [InlineData("debugContext.debugData.requestUri|contains|all: [api, factors]", false)]
    [InlineData("target.type|all: [AppInstance, User]", true)]
    [InlineData("target.type|all: [AppInstance, Group]", false)]
    [InlineData("outcome.result|cased: failure", false)]
    [InlineData("outcome.result|cased: FAILURE", true)]
    [InlineData("outcome.result|contains|cased: fail", false)]
    [InlineData("outcome.result|neq: SUCCESS", true)]
    [InlineData("outcome.result|neq: [SUCCESS, FAILURE]", false)]
    // Patterns search, case-sensitively.
    [InlineData("actor.alternateId|re: '@example\\.com$'", true)]
    [InlineData("actor.alternateId|re: 'DANA'", false)]
    [InlineData("actor.alternateId|re|i: 'DANA'", true)]
    [InlineData("outcome.reason|re: '.*'", false)]
    [InlineData("securityContext.asNumber|re: '^645'", true)]
    // Null and presence.
    [InlineData("outcome.reason: null", true)]
    [InlineData("outcome.reason:", true)]
    [InlineData("outcome.reason: ''", false)]
    [InlineData("outcome.reason|exists: true", true)]
    [InlineData("outcome.nothing|exists: true", false)]
    [InlineData("outcome.nothing|exists: false", true)]
    [InlineData("outcome.nothing: null", true)]
    [InlineData("outcome.result: null", false)]
    [InlineData("target.displayName: null", true)]
    [InlineData("outcome.result: [null, SUCCESS]", false)]
    // Networks.
    [InlineData("client.ipAddress|cidr: 198.51.100.0/24", true)]
    [InlineData("client.ipAddress|cidr: 198.51.100.77/24", true)]
    [InlineData("client.ipAddress|cidr: [10.0.0.0/8, 2001:db8::/32]", false)]
    [InlineData("client.ipAddress|cidr: 0.0.0.0/0", true)]
    [InlineData("client.ipAddress|cidr: ::/0", false)]
    // Numbers.
    [InlineData("securityContext.asNumber|gt: 64501", true)]
    [InlineData("securityContext.asNumber|gt: 64502", false)]
    [InlineData("securityContext.asNumber|gte: 64502", true)]
    [InlineData("securityContext.asNumber|lt: 64502.5", true)]
    [InlineData("securityContext.asNumber|lte: 64501", false)]
    [InlineData("outcome.result|gt: 1", false)]
    // Other fields.
    [InlineData("actor.id|fieldref: target.id", false)]
    [InlineData("actor.alternateId|fieldref|startswith: actor.id", false)]
    [InlineData("outcome.reason|fieldref: target.displayName", false)]
    [InlineData("client.ipAddress|fieldref: client.ipaddress", true)]
    [InlineData("debugContext.debugData.requestUri|contains|windash: '-v1'", true)]
    [InlineData("debugContext.debugData.requestUri|contains|expand: 'v1'", true)]
    public void A_selection_matches_as_the_specification_says(string selection, bool expected)
    {
        using var view = Samples.Event();
        Assert.Equal(expected, Samples.Matches(Samples.Selection(selection), view));
    }

    [Theory]
    [InlineData("1e41", true)]
    [InlineData("\"1e400\"", true)]
    [InlineData("-1e41", false)]
    [InlineData("\"NaN\"", false)]
    public void A_number_beyond_all_bounds_is_greater_or_less_than_each(string number, bool greater)
    {
        using var view = Samples.Event($$"""{"securityContext":{"asNumber":{{number}} } }""");
        Assert.Equal(greater, Samples.Matches(Samples.Selection("securityContext.asNumber|gt: 64501"), view));
    }

    [Theory]
    [InlineData("2001:db8::/32", "2001:db8:1::5", true)]
    [InlineData("2001:db8:ffff::1/32", "2001:db8:1::5", true)]
    [InlineData("2001:db8::/32", "2001:db9::5", false)]
    [InlineData("192.0.2.0/31", "192.0.2.2", false)]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.9", true)]
    [InlineData("0.0.0.0/0", "null", false)]
    [InlineData("0.0.0.0/0", "10.1", false)]
    [InlineData("0.0.0.0/0", "192.0.2.010", false)]
    [InlineData("0.0.0.0/0", "0x7f.0.0.1", false)]
    [InlineData("0.0.0.0/0", "192.0.2.256", false)]
    [InlineData("0.0.0.0/0", "192.0.2.0", true)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "192.0.2.9", false)]
    [InlineData("::/0", "[2001:db8::1]:443", false)]
    [InlineData("::ffff:0:0/96", "192.0.2.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    public void A_network_holds_its_addresses_whatever_the_host_bits(string network, string address, bool expected)
    {
        using var view = Samples.Event($$"""{"client": {"ipAddress": "{{address}}" } }""");
        Assert.Equal(expected, Samples.Matches(Samples.Selection($"client.ipAddress|cidr: '{network}'"), view));
    }

    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "abcd", false)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "ac", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("a?c", "aXc", true)]
    [InlineData("*b*d*", "abcde", true)]
    [InlineData("*b*d*", "adcbe", false)]
    [InlineData("a\\*c", "a*c", true)]
    [InlineData("a\\*c", "abc", false)]
    [InlineData("a\\?c", "a?c", true)]
    [InlineData("a\\\\*", "a\\xyz", true)]
    [InlineData("a\\\\*", "axyz", false)]
    [InlineData("a\\c", "a\\c", true)]
    [InlineData("a\\\\c", "a\\c", true)]
    [InlineData("a\\\\\\*c", "a\\*c", true)]
    [InlineData("a\\", "a\\", true)]
    [InlineData("*", "", true)]
    [InlineData("**", "x", true)]
    [InlineData("?", "", false)]
    [InlineData("?", "😀", true)]
    [InlineData("??", "😀", false)]
    [InlineData("*??", "😀", false)]
    [InlineData("a?c*", "a😀c😀", true)]
    [InlineData("ß*", "SS", false)]
    [InlineData("İ", "i", false)]
    [InlineData("*\n*", "a\nb", true)]
    public void Wildcards_and_escapes_read_as_in_Sigma(string written, string text, bool expected)
    {
        var value = System.Text.Json.JsonSerializer.Serialize(text);
        using var view = Samples.Event($$"""{"outcome": {"result": {{value}} } }""");
        var yaml = System.Text.Json.JsonSerializer.Serialize(written);
        Assert.Equal(expected, Samples.Matches(Samples.Selection($"outcome.result: {yaml}"), view));
    }

    [Theory]
    [InlineData("base64", "foo", "Zm9v", true)]
    [InlineData("base64", "foo", "zm9v", true)]
    [InlineData("wide|base64", "a", "YQA=", true)]
    [InlineData("base64offset", "foobar", "xxZm9vYmFy", true)]
    [InlineData("base64offset", "foobar", "AGZvb2Jhcg", true)]
    [InlineData("base64offset", "foobar", "AABmb29iYXI", true)]
    [InlineData("base64offset", "foobar", "nothing", false)]
    public void Encoded_texts_are_found(string modifiers, string word, string text, bool expected)
    {
        using var view = Samples.Event($$"""{"outcome": {"result": "{{text}}" } }""");
        Assert.Equal(
            expected,
            Samples.Matches(Samples.Selection($"outcome.result|{modifiers}|contains: {word}"), view)
        );
    }

    [Theory]
    [InlineData("outcome.result|nosuch: x", "nosuch")]
    [InlineData("outcome.result|minute: 5", "minute")]
    [InlineData("outcome.result|re|contains: x", "'re'")]
    [InlineData("outcome.result|i: x", "'i'")]
    [InlineData("outcome.result|re: 'a++'", "position 3")]
    [InlineData("outcome.result|re: '(?=x)y'", "linear time (position 0)")]
    [InlineData("outcome.result|re: '(a)\\1'", "position 3")]
    [InlineData("outcome.result|re: '^[[:alpha:]]+$'", "position 2")]
    [InlineData("outcome.result|re: '[^]a-[bc]]'", "position 5")]
    [InlineData("outcome.result|expand: '%admins%'", "%admins%")]
    [InlineData("outcome.result|cidr: 192.0.2.0/33", "no network")]
    [InlineData("outcome.result|gt: many", "takes a number")]
    [InlineData("outcome.result|gt: 1e30", "at most 7.9e28")]
    [InlineData("outcome.result|exists: maybe", "true or false")]
    [InlineData("outcome.result|re: null", "null")]
    [InlineData("outcome.result|contains: null", "null")]
    [InlineData("outcome.result: []", "empty list")]
    [InlineData("outcome.result: {a: b}", "not a map")]
    [InlineData("outcome.result|all: x", "list")]
    [InlineData("outcome.result|wide: x", "base64")]
    [InlineData("outcome.result|base64: 'x*'", "wildcards")]
    public void What_cannot_be_supported_is_refused_with_file_line_rule_and_reason(string selection, string reason)
    {
        var refusal = Samples.Refusal(Samples.Selection(selection));
        Assert.Equal("rule0.yml", refusal.File);
        Assert.Equal(8, refusal.Line);
        Assert.Equal("T", refusal.Rule);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }
}
