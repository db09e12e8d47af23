using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Local.Simulation;
using Pipeline.Local.Simulation.Faults;

namespace Pipeline.Tests.Simulation;

public sealed class FaultTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 12, 8, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Now);

    [Theory]
    [InlineData("error_500", HttpStatusCode.InternalServerError, "E0000009")]
    [InlineData("unauthorized", HttpStatusCode.Unauthorized, "E0000011")]
    [InlineData("forbidden", HttpStatusCode.Forbidden, "E0000006")]
    [InlineData("quota_429", HttpStatusCode.TooManyRequests, "E0000047")]
    [InlineData("concurrency_429", HttpStatusCode.TooManyRequests, "E0000047")]
    public async Task Refusals_strike_the_requests_they_are_written_for(string kind, HttpStatusCode status, string code)
    {
        await using var org = await StartAsync($$"""{"faults":[{"kind":"{{kind}}","at":2,"times":2}]}""");
        using var client = new OrgClient(org);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/logs")).Status);
        for (var i = 0; i < 2; i++)
        {
            var refused = await client.GetAsync("/api/v1/logs");
            Assert.Equal(status, refused.Status);
            Assert.Equal(code, refused.ErrorCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/logs")).Status);
    }

    [Fact]
    public async Task A_proxy_answers_503_in_html()
    {
        await using var org = await StartAsync("""{"faults":[{"kind":"html_503","at":1}]}""");
        using var client = new OrgClient(org);
        var reply = await client.GetAsync("/api/v1/logs");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.Status);
        Assert.Equal((byte)'<', reply.Body[0]);
    }

    [Fact]
    public async Task Truncated_and_reset_pages_do_not_count_as_served()
    {
        await using var org = await StartAsync("""{"faults":[{"kind":"truncate","at":1},{"kind":"reset","at":2}]}""");
        using var client = new OrgClient(org);

        var truncated = await client.GetAsync("/api/v1/logs");
        Assert.Equal(HttpStatusCode.OK, truncated.Status);
        Assert.ThrowsAny<JsonException>(() => truncated.Events());
        await Assert.ThrowsAnyAsync<Exception>(() => client.GetAsync("/api/v1/logs"));
        Assert.Equal((0, 0), org.State.Served.Totals());

        Assert.Equal(20, (await client.GetAsync("/api/v1/logs")).Events().Count);
        Assert.Equal((20, 20), org.State.Served.Totals());
    }

    [Fact]
    public async Task A_slow_body_comes_after_its_delay()
    {
        await using var org = await StartAsync("""{"faults":[{"kind":"slow","at":1,"delay_ms":60000}]}""");
        using var client = new OrgClient(org);
        var reply = client.GetAsync("/api/v1/logs");
        await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.False(reply.IsCompleted);
        while (!reply.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(60));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal(20, (await reply).Events().Count);
    }

    [Fact]
    public async Task A_rejected_cursor_stays_rejected_and_a_new_since_works()
    {
        await using var org = await StartAsync("""{"faults":[{"kind":"reject_cursor","at":2}]}""");
        using var client = new OrgClient(org);
        var first = await client.GetAsync("/api/v1/logs?limit=5");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(first.Next!)).Status);
        }

        Assert.Equal(20, (await client.DrainAsync("/api/v1/logs?limit=5")).Count);
    }

    [Fact]
    public async Task Next_links_can_be_foreign_missing_reordered_or_joined()
    {
        await using var org = await StartAsync(
            """{"faults":[{"kind":"foreign_next","at":1},{"kind":"no_next","at":2},{"kind":"reorder_next","at":3},{"kind":"join_links","at":4}]}"""
        );
        using var client = new OrgClient(org);
        Assert.NotEqual(org.Url.Host, new Uri((await client.GetAsync("/api/v1/logs?limit=5")).Next!).Host);
        Assert.Null((await client.GetAsync("/api/v1/logs?limit=5")).Next);
        Assert.StartsWith(
            "?limit=5&after=",
            new Uri((await client.GetAsync("/api/v1/logs?limit=5")).Next!).Query,
            StringComparison.Ordinal
        );
        var joined = (await client.GetAsync("/api/v1/logs?limit=5")).Header("Link");
        Assert.Contains("rel=\"self\", <", joined, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_can_be_skewed()
    {
        await using var org = await StartAsync("""{"skew_s":-90}""");
        using var client = new OrgClient(org);
        var reply = await client.GetAsync("/api/v1/logs");
        Assert.Equal(Now.AddSeconds(-90).ToString("R", CultureInfo.InvariantCulture), reply.Header("Date"));
        Assert.Equal(
            Now.AddSeconds(60 - 90).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            reply.Header("X-Rate-Limit-Reset")
        );
    }

    [Fact]
    public async Task A_script_can_be_replaced_and_counts_from_one_again()
    {
        await using var org = await StartAsync("{}");
        using var client = new OrgClient(org);
        await client.GetAsync("/api/v1/logs");
        using var set = await client.PostAsync("/__control/faults", """{"faults":[{"kind":"error_500","at":1}]}""");
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync("/api/v1/logs")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/users")).Status);
        using var bad = await client.PostAsync("/__control/faults", """{"faults":[{"kind":"gremlins"}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    [Fact]
    public void Chance_is_the_same_for_a_seed_and_near_its_probability()
    {
        var trigger = new Fault { Kind = FaultKind.Truncate, Probability = 0.1 };
        var struck = Enumerable.Range(1, 10_000).Where(n => trigger.Strikes(n, 7, 0)).ToList();
        Assert.Equal(struck, Enumerable.Range(1, 10_000).Where(n => trigger.Strikes(n, 7, 0)));
        Assert.NotEqual(struck, Enumerable.Range(1, 10_000).Where(n => trigger.Strikes(n, 8, 0)));
        Assert.InRange(struck.Count, 900, 1100);
    }

    [Fact]
    public async Task Pages_are_compressed_when_asked_for()
    {
        await using var org = await StartAsync("{}");
        using var http = new HttpClient { BaseAddress = org.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/logs");
        request.Headers.Add("Authorization", "SSWS t");
        request.Headers.Add("Accept-Encoding", "gzip");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var gzip = new GZipStream(
            await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken),
            CompressionMode.Decompress
        );
        using var document = await JsonDocument.ParseAsync(gzip, default, TestContext.Current.CancellationToken);
        Assert.Equal(20, document.RootElement.GetArrayLength());
    }

    private Task<SimulatedOrg> StartAsync(string script) =>
        SimulatedOrg.StartAsync(new() { History = 20, Faults = FaultScript.Parse(script) }, _time);
}
