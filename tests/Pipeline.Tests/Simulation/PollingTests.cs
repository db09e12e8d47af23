using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Local.Simulation;

namespace Pipeline.Tests.Simulation;

public sealed class PollingTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 12, 8, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Now);

    [Fact]
    public async Task A_poll_serves_every_event_exactly_once_and_byte_for_byte()
    {
        await using var org = await SimulatedOrg.StartAsync(new() { History = 700 }, _time);
        using var client = new OrgClient(org);

        var events = await client.DrainAsync("/api/v1/logs?limit=7&since=2026-05-01T00:00:00Z");

        var ledger = await client.LedgerAsync();
        Assert.Equal(700, events.Count);
        Assert.Equal(
            ledger.Select(line => line.GetProperty("sha256").GetString()),
            events.Select(e => Convert.ToHexStringLower(SHA256.HashData(e)))
        );
        Assert.All(ledger, line => Assert.Equal(1, line.GetProperty("served").GetInt32()));
        Assert.Equal(700, ledger.Select(line => line.GetProperty("uuid").GetString()).Distinct().Count());
        Assert.Equal(101, ledger[^1].GetProperty("first_request").GetInt64() + 1);
    }

    [Fact]
    public async Task An_event_that_polling_hides_is_served_by_a_bounded_query()
    {
        await using var org = await SimulatedOrg.StartAsync(new(), _time);
        using var client = new OrgClient(org);
        using var post = await client.PostAsync(
            "/__control/events?polled=false",
            """{"uuid":"hidden","published":"2026-05-12T07:00:00.000Z","eventType":"user.session.start"}"""
        );

        Assert.Empty(await client.DrainAsync("/api/v1/logs?since=2026-05-12T00:00:00Z"));
        var range = "/api/v1/logs?since=2026-05-12T00:00:00Z&until=2026-05-12T08:00:00Z";
        Assert.Single(await client.DrainAsync(range));
    }

    [Fact]
    public async Task An_empty_page_points_to_itself_and_goes_on_when_something_happens()
    {
        await using var org = await SimulatedOrg.StartAsync(new(), _time);
        using var client = new OrgClient(org);
        var first = await client.GetAsync("/api/v1/logs?limit=10");
        Assert.Equal("[]", Encoding.UTF8.GetString(first.Body));
        Assert.Equal(first.Url, first.Next);
        Assert.Equal(first.Url, first.Self);

        await client.PostAsync("/__control/events", Event("one", "2026-05-12T07:00:00.000Z"));
        var second = await client.GetAsync(first.Next!);
        Assert.Single(second.Events());
        Assert.NotEqual(second.Url, second.Next);

        var third = await client.GetAsync(second.Next!);
        Assert.Empty(third.Events());
        Assert.Equal(second.Next, third.Next);
    }

    [Fact]
    public async Task Posted_lines_come_back_with_their_odd_spelling()
    {
        await using var org = await SimulatedOrg.StartAsync(new(), _time);
        using var client = new OrgClient(org);
        const string Odd =
            """{ "uuid" : "a", "published":"2026-05-12T07:00:00Z" ,"eventType":"x\u0041", "n": 1.50E+1 }""";
        using var response = await client.PostAsync("/__control/events", Odd + "\r\n42\n");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var reply = await client.GetAsync("/api/v1/logs");

        Assert.Equal(["[" + Odd + ",42]"], [Encoding.UTF8.GetString(reply.Body)]);
    }

    [Fact]
    public async Task A_line_that_is_not_one_value_is_refused_by_number()
    {
        await using var org = await SimulatedOrg.StartAsync(new(), _time);
        using var client = new OrgClient(org);
        using var response = await client.PostAsync("/__control/events", "{}\n{} {}\n");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith(
            "Line 2 ",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Late_events_come_after_newer_ones_in_polling_and_in_place_in_a_bounded_query()
    {
        await using var org = await SimulatedOrg.StartAsync(new(), _time);
        using var client = new OrgClient(org);
        await client.PostAsync("/__control/events", Event("new", "2026-05-12T07:50:00.000Z"));
        _time.Advance(TimeSpan.FromMinutes(1));
        await client.PostAsync("/__control/events", Event("late", "2026-05-12T07:40:00.000Z"));

        var polled = await client.DrainAsync("/api/v1/logs?limit=1");
        var bounded = await client.DrainAsync(
            "/api/v1/logs?since=2026-05-12T07:00:00Z&until=2026-05-12T08:00:00Z&limit=1"
        );

        Assert.Equal(["new", "late"], polled.Select(Uuid));
        Assert.Equal(["late", "new"], bounded.Select(Uuid));
    }

    [Fact]
    public async Task Since_is_about_persistence_when_polling()
    {
        await using var org = await SimulatedOrg.StartAsync(new(), _time);
        using var client = new OrgClient(org);
        await client.PostAsync("/__control/events", Event("old", "2026-05-12T07:59:00Z"));
        _time.Advance(TimeSpan.FromMinutes(5));
        await client.PostAsync("/__control/events", Event("late", "2026-05-12T06:00:00Z"));

        var events = await client.DrainAsync("/api/v1/logs?since=2026-05-12T08:02:00Z");

        Assert.Equal(["late"], events.Select(Uuid));
    }

    [Fact]
    public async Task Bursts_of_one_millisecond_span_pages()
    {
        await using var org = await SimulatedOrg.StartAsync(new() { History = 4000 }, _time);
        using var client = new OrgClient(org);
        var events = await client.DrainAsync("/api/v1/logs?limit=100&since=2026-05-01T00:00:00Z");
        var times = events.Select(e => JsonDocument.Parse(e).RootElement.GetProperty("published").GetString()).ToList();
        Assert.Contains(Enumerable.Range(1, 39), page => times[(page * 100) - 1] == times[page * 100]);
        Assert.True(
            Enumerable.Range(1, times.Count - 1).Any(i => string.CompareOrdinal(times[i], times[i - 1]) < 0),
            "published must be out of order somewhere"
        );
    }

    [Theory]
    [InlineData("since=2025-10-01T00:00:00Z", "E0000053")]
    [InlineData("since=yesterday", "E0000001")]
    [InlineData("since=2026-05-13T00:00:00Z", "E0000001")]
    [InlineData("since=2026-05-12T00:00:00Z&after=1_1", "E0000001")]
    [InlineData("after=1627500044869_1", "E0000001")]
    [InlineData("after=nonsense", "E0000001")]
    [InlineData("limit=1001", "E0000001")]
    [InlineData("limit=-1", "E0000001")]
    [InlineData("sortOrder=UP", "E0000001")]
    [InlineData("filter=published+gt+1", "E0000031")]
    public async Task What_the_api_refuses_is_refused(string query, string code)
    {
        await using var org = await SimulatedOrg.StartAsync(new() { History = 10 }, _time);
        using var client = new OrgClient(org);
        var reply = await client.GetAsync("/api/v1/logs?" + query);
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(code, reply.ErrorCode);
    }

    [Fact]
    public async Task Limit_defaults_to_a_hundred_and_may_be_zero_or_a_thousand()
    {
        await using var org = await SimulatedOrg.StartAsync(new() { History = 1500 }, _time);
        using var client = new OrgClient(org);
        Assert.Equal(100, (await client.GetAsync("/api/v1/logs")).Events().Count);
        Assert.Equal(1000, (await client.GetAsync("/api/v1/logs?limit=1000")).Events().Count);
        var zero = await client.GetAsync("/api/v1/logs?limit=0");
        Assert.Empty(zero.Events());
        Assert.Equal(zero.Url, zero.Next);
    }

    [Fact]
    public async Task A_bounded_query_ends_without_a_next_link_in_either_order()
    {
        await using var org = await SimulatedOrg.StartAsync(new() { History = 500 }, _time);
        using var client = new OrgClient(org);
        const string Range = "/api/v1/logs?since=2026-05-12T07:56:00Z&until=2026-05-12T07:59:00Z&limit=50";

        var up = await client.DrainAsync(Range);
        var down = await client.DrainAsync(Range + "&sortOrder=DESCENDING");

        var times = up.Select(e => JsonDocument.Parse(e).RootElement.GetProperty("published").GetString()!).ToList();
        Assert.True(up.Count > 100);
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
        Assert.All(times, t => Assert.InRange(t, "2026-05-12T07:56:00.000Z", "2026-05-12T07:58:59.999Z"));
        Assert.Equal(up.Select(Uuid).Reverse(), down.Select(Uuid));
        Assert.Equal(up.Count, up.Select(Uuid).Distinct().Count());
    }

    [Fact]
    public async Task Without_the_right_token_nothing_is_told()
    {
        await using var org = await SimulatedOrg.StartAsync(new() { History = 10, Token = "right" }, _time);
        using var wrong = new OrgClient(org, "wrong");
        using var right = new OrgClient(org, "right");
        var refused = await wrong.GetAsync("/api/v1/logs");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal("E0000011", refused.ErrorCode);
        Assert.Equal(HttpStatusCode.OK, (await right.GetAsync("/api/v1/logs")).Status);
    }

    [Fact]
    public async Task Live_traffic_follows_the_clock()
    {
        await using var org = await SimulatedOrg.StartAsync(new() { EventsPerSecond = 20 }, _time);
        using var client = new OrgClient(org);
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // The loop runs on its own thread; the clock has told it already.
        for (var i = 0; i < 200 && org.State.Log.Count < 200; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromTicks(1));
        }

        Assert.InRange(org.State.Log.Count, 190, 201);
        Assert.Equal(org.State.Log.Count, (await client.DrainAsync("/api/v1/logs")).Select(Uuid).Distinct().Count());
    }

    private static string Event(string uuid, string published) =>
        $$"""{"uuid":"{{uuid}}","published":"{{published}}","eventType":"user.session.start"}""" + "\n";

    private static string Uuid(byte[] text) => JsonDocument.Parse(text).RootElement.GetProperty("uuid").GetString()!;
}
