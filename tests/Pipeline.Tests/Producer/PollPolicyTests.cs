using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta;

namespace Pipeline.Tests.Producer;

public sealed class PollPolicyTests
{
    private const string Page = "https://a.example/api/v1/logs?limit=1000&after=1_1";
    private const string Next = "https://a.example/api/v1/logs?limit=1000&after=2_1";

    [Theory]
    [InlineData(Next, 1000, Next, true, false)]
    [InlineData(Next, 999, Next, true, true)]
    [InlineData(Next, 0, Next, true, true)]
    [InlineData(Page, 0, Page, false, true)]
    [InlineData(Page, 1000, Page, false, true)]
    [InlineData(null, 0, Page, false, true)]
    [InlineData(null, 5, Page, false, true)]
    public void The_next_link_and_the_length_of_the_page_decide(
        string? next,
        int elements,
        string url,
        bool advanced,
        bool caughtUp
    ) => Assert.Equal(new PageOutcome(url, advanced, caughtUp), PollPolicy.AfterPage(Page, Page, next, elements));

    [Fact]
    public void Slow_retries_grow_from_half_a_minute_to_five()
    {
        var failure = OktaFailure.Of(401, true, [], []);
        var waits = Enumerable
            .Range(1, 7)
            .Select(x => PollPolicy.AfterFailure(failure, x, 1000, 0.5).Wait.TotalSeconds);
        Assert.Equal([30, 60, 120, 240, 300, 300, 300], waits);
    }

    [Fact]
    public void Transient_retries_are_jittered_between_floor_and_cap()
    {
        var failure = OktaFailure.Of(503, true, [], []);
        Assert.Equal(PollPolicy.MinWait, PollPolicy.AfterFailure(failure, 9, 1000, 0).Wait);
        Assert.Equal(TimeSpan.FromSeconds(60), PollPolicy.AfterFailure(failure, 900, 1000, 1).Wait);
        Assert.Equal(TimeSpan.FromSeconds(4), PollPolicy.AfterFailure(failure, 3, 1000, 1).Wait);
    }

    [Fact]
    public void Pages_are_halved_on_500_and_timeouts_only_and_doubled_back()
    {
        Assert.Equal(500, PollPolicy.AfterFailure(OktaFailure.Of(500, true, [], []), 1, 1000, 1).Limit);
        Assert.Equal(500, PollPolicy.AfterFailure(OktaFailure.Transient("timeout"), 1, 1000, 1).Limit);
        Assert.Equal(1000, PollPolicy.AfterFailure(OktaFailure.Of(503, true, [], []), 1, 1000, 1).Limit);
        Assert.Equal(125, PollPolicy.AfterFailure(OktaFailure.Of(500, true, [], []), 1, 125, 1).Limit);
        Assert.Equal(1000, PollPolicy.Recovered(PollPolicy.Recovered(500)));
    }

    [Theory]
    [InlineData("https://a.example/l?limit=1000&after=x%2Cy", 500, "https://a.example/l?limit=500&after=x%2Cy")]
    [InlineData("https://a.example/l?after=x&limit=250", 1000, "https://a.example/l?after=x&limit=1000")]
    [InlineData("https://a.example/l?after=x&limit=100", 1000, "https://a.example/l?after=x&limit=100")]
    [InlineData("https://a.example/l?after=x", 1000, "https://a.example/l?after=x")]
    [InlineData("https://a.example/l?mylimit=1000&after=x", 500, "https://a.example/l?mylimit=1000&after=x")]
    public void Only_our_own_reductions_change_a_url(string url, int limit, string expected) =>
        Assert.Equal(expected, LogsUrl.WithLimit(url, limit));

    [Theory]
    [InlineData("https://a.example/l?after=1%2E5_x%41&q=a%20b&c='[]{}|^`")]
    [InlineData("https://a.example/a/../l?after=%c3%a4")]
    public void A_url_is_requested_without_changing_a_character(string url) =>
        Assert.Equal(url, LogsUrl.Exact(url)!.Scheme + "://a.example" + LogsUrl.Exact(url)!.PathAndQuery);

    [Theory]
    [InlineData("https://a.example/l?after=1 2")]
    [InlineData("https://a.example/l?after=\r\nHost: evil")]
    [InlineData("https://a.example/l?after=ä")]
    [InlineData("not a url")]
    public void What_cannot_stand_in_a_request_line_is_no_url(string url) => Assert.Null(LogsUrl.Exact(url));
}
