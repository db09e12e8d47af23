using System.Net;

namespace Pipeline.Tests.Producer;

public sealed class PollingFaultTests
{
    private readonly CollectionRig _rig = new();

    private FakeOrg Org => _rig.Org;

    private IEnumerable<Uri> Urls => Org.Requests.Select(x => x.Url);

    [Fact]
    public async Task A_quota_refusal_waits_for_the_reset_and_loses_nothing()
    {
        Org.With(10);
        Org.Fail(
            429,
            """{"errorCode":"E0000047"}""",
            x =>
            {
                x.Headers.Date = _rig.Time.GetUtcNow().AddSeconds(90);
                x.Headers.Add("X-Rate-Limit-Limit", "20");
                x.Headers.Add("X-Rate-Limit-Remaining", "0");
                x.Headers.Add("X-Rate-Limit-Reset", $"{_rig.Time.GetUtcNow().AddSeconds(90 + 33).ToUnixTimeSeconds()}");
            }
        );
        await _rig.RunAsync();
        var (reason, wait) = _rig.Pause.Waits[0];
        Assert.Equal("rate_limit", reason);
        Assert.InRange(wait.TotalSeconds, 33, 34);
        Assert.Equal(2, Org.Requests.Count);
        Assert.Equal(_rig.Uuids(10), _rig.Raw);
    }

    [Fact]
    public async Task A_next_link_to_another_listing_is_an_alarm_and_the_cursor_is_kept()
    {
        Org.With(1010);
        var misled = 2;
        Org.Change = (_, response) =>
        {
            if (misled-- > 0)
            {
                response.Headers.Remove("Link");
                response.Headers.TryAddWithoutValidation(
                    "Link",
                    "<https://acme.okta.example/api/v1/users?after=1_1000&limit=1000>; rel=\"next\""
                );
            }
        };
        await _rig.RunAsync();
        Assert.All(Urls, x => Assert.Equal("/api/v1/logs", x.AbsolutePath));
        Assert.Equal(_rig.Uuids(1010), _rig.Raw);
        Assert.Contains(
            _rig.Logger.Lines,
            x => x.StartsWith("Error", StringComparison.Ordinal) && x.Contains("another path")
        );
    }

    [Fact]
    public async Task Refusals_for_concurrency_back_off_without_a_hot_loop()
    {
        Org.With(10);
        for (var i = 0; i < 5; i++)
        {
            Org.Fail(
                429,
                "",
                x =>
                {
                    x.Headers.Add("X-Rate-Limit-Limit", "0");
                    x.Headers.Add("X-Rate-Limit-Remaining", "0");
                    x.Headers.Add("X-Rate-Limit-Reset", $"{_rig.Time.GetUtcNow().ToUnixTimeSeconds()}");
                }
            );
        }

        await _rig.RunAsync();
        Assert.Equal(6, Org.Requests.Count);
        Assert.All(
            _rig.Pause.Waits.Where(x => x.Reason == "rate_limit"),
            x => Assert.InRange(x.Wait.TotalSeconds, 1, 30)
        );
        Assert.Equal(5, _rig.Pause.Waits.Count(x => x.Reason == "rate_limit"));
        Assert.Equal(_rig.Uuids(10), _rig.Raw);
    }

    [Fact]
    public async Task Refused_credentials_keep_the_cursor_until_they_are_good_again()
    {
        Org.With(1000);
        await _rig.RunAsync(idle: 1, waits: 1);
        Org.With(1000);
        Org.Token = "another-token";
        await _rig.RunAsync(waits: 6);
        Assert.Equal([30, 60, 120, 240, 300, 300], _rig.Pause.Waits.Select(x => x.Wait.TotalSeconds));
        Assert.Contains(
            _rig.Logger.Lines,
            x => x.StartsWith("Error", StringComparison.Ordinal) && x.Contains("E0000011")
        );
        Org.Token = "good-token";
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(2000), _rig.Raw);
    }

    [Fact]
    public async Task Server_errors_halve_the_page_and_success_doubles_it_back()
    {
        Org.With(2000);
        Org.Fail(500, "<html>oops</html>");
        Org.Fail(500);
        await _rig.RunAsync();
        Assert.Equal(
            [1000, 500, 250, 500, 1000, 1000],
            Urls.Select(x => int.Parse(System.Web.HttpUtility.ParseQueryString(x.Query)["limit"]!))
        );
        Assert.Equal(_rig.Uuids(2000), _rig.Raw);
    }

    [Fact]
    public async Task A_broken_connection_is_tried_again()
    {
        Org.With(10);
        Org.Fail(_ => throw new HttpRequestException("reset"));
        Org.Fail(_ => throw new IOException("reset"));
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(10), _rig.Raw);
    }

    [Fact]
    public async Task A_token_written_to_the_file_is_used_from_the_next_request_on()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "old-token", TestContext.Current.CancellationToken);
            _rig.Options.Tenants[0].ApiToken = null;
            _rig.Options.Tenants[0].ApiTokenFile = file;
            Org.With(1);
            Org.Fail(_ =>
            {
                File.WriteAllText(file, "good-token\n");
                return new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent("") };
            });
            await _rig.RunAsync();
            Assert.Equal(["SSWS old-token", "SSWS good-token"], Org.Requests.Select(x => x.Authorization));
            Assert.Equal(["u0"], _rig.Raw);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task No_line_of_a_hostile_run_shows_a_secret()
    {
        Org.With(3);
        var n = 0;
        foreach (var status in (int[])[301, 400, 401, 403, 404, 429, 500, 503, 200, 204])
        {
            Org.Fail(status, n++ % 2 == 0 ? "<html>" : """{"errorCode":"E1","errorSummary":"bad"}""");
        }

        Org.Fail(_ => throw new HttpRequestException("reset"));
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(3), _rig.Raw);
        Assert.True(_rig.Logger.Lines.Count > 10);
        Assert.All(_rig.Logger.Lines, x => Assert.DoesNotContain("good-token", x, StringComparison.OrdinalIgnoreCase));
        Assert.All(_rig.Logger.Lines, x => Assert.DoesNotContain("SSWS", x, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(302, "configuration")]
    [InlineData(401, "auth")]
    public async Task A_refusal_behind_other_failures_waits_as_a_first_refusal_does(int status, string reason)
    {
        Org.With(10);
        for (var i = 0; i < 5; i++)
        {
            Org.Fail(503);
        }

        Org.Fail(status);
        Org.Fail(status);
        await _rig.RunAsync();
        Assert.Equal([30, 60], _rig.Pause.Waits.Where(x => x.Reason == reason).Select(x => x.Wait.TotalSeconds));
        Assert.Equal(_rig.Uuids(10), _rig.Raw);
    }
}
