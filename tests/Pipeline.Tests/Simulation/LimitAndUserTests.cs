using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Local.Simulation;
using Pipeline.Local.Simulation.Api;
using Pipeline.Local.Simulation.Users;

namespace Pipeline.Tests.Simulation;

public sealed class LimitAndUserTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 12, 8, 0, 17, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Now);

    [Fact]
    public async Task The_quota_is_per_token_and_renewed_at_reset()
    {
        await using var org = await SimulatedOrg.StartAsync(new() { RateLimitPerMinute = 2 }, _time);
        using var client = new OrgClient(org);
        using var other = new OrgClient(org, "other");
        Assert.Equal("1", (await client.GetAsync("/api/v1/logs")).Header("X-Rate-Limit-Remaining"));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("0", (await client.GetAsync("/api/v1/logs")).Header("X-Rate-Limit-Remaining"));

        var refused = await client.GetAsync("/api/v1/logs");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal("E0000047", refused.ErrorCode);
        Assert.Equal("2", refused.Header("X-Rate-Limit-Limit"));
        var reset = long.Parse(refused.Header("X-Rate-Limit-Reset"), CultureInfo.InvariantCulture);
        Assert.Equal(Now.AddSeconds(60).ToUnixTimeSeconds(), reset);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/logs")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/users")).Status);

        _time.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(reset));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/logs")).Status);
    }

    [Fact]
    public void A_window_begins_with_a_request_and_not_with_the_minute()
    {
        var limiter = new RateLimiter(_time);
        Assert.True(limiter.Take("t", "logs", 1).Allowed);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(limiter.Take("t", "logs", 1).Allowed);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limiter.Take("t", "logs", 1).Allowed);
    }

    [Fact]
    public async Task Too_many_at_once_is_told_with_zeros()
    {
        await using var org = await SimulatedOrg.StartAsync(new() { Concurrency = 0 }, _time);
        using var client = new OrgClient(org);
        var refused = await client.GetAsync("/api/v1/logs");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal(("0", "0"), (refused.Header("X-Rate-Limit-Limit"), refused.Header("X-Rate-Limit-Remaining")));
    }

    [Fact]
    public async Task Users_are_listed_in_finite_pages_without_the_deprovisioned()
    {
        await using var org = await SimulatedOrg.StartAsync(new() { Users = 950 }, _time);
        using var client = new OrgClient(org);
        var statuses = Enumerable.Range(0, 950).Select(i => new DirectoryUser(1, i).Status).ToList();

        var plain = await client.DrainAsync("/api/v1/users?limit=200");
        var all = await client.DrainAsync(
            "/api/v1/users?limit=200&search="
                + Uri.EscapeDataString(string.Join(" or ", UserStatus.All.Select(s => $"status eq \"{s}\"")))
        );

        Assert.Equal(statuses.Count(s => s != "DEPROVISIONED"), plain.Count);
        Assert.Equal(950, all.Count);
        Assert.Equal(
            950,
            all.Select(u => JsonDocument.Parse(u).RootElement.GetProperty("id").GetString()).Distinct().Count()
        );
        Assert.Equal(
            statuses.CountBy(s => s).OrderBy(c => c.Key),
            all.CountBy(u => JsonDocument.Parse(u).RootElement.GetProperty("status").GetString()!).OrderBy(c => c.Key)
        );
        Assert.Contains("DEPROVISIONED", statuses);
    }

    [Theory]
    [InlineData("search=name+eq+1", "E0000053")]
    [InlineData("after=u9999", "E0000001")]
    [InlineData("limit=0", "E0000001")]
    public async Task What_the_users_api_refuses_is_refused(string query, string code)
    {
        await using var org = await SimulatedOrg.StartAsync(new(), _time);
        using var client = new OrgClient(org);
        Assert.Equal(code, (await client.GetAsync("/api/v1/users?" + query)).ErrorCode);
    }
}
