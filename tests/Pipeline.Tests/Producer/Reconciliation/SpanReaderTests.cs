using System.Net;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Producer.Okta;

namespace Pipeline.Tests.Producer.Reconciliation;

public sealed class SpanReaderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 12, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly CancellationTokenSource _stop = new();
    private readonly PageSlots _slots = new(1);
    private readonly ListLogger _logger = new();
    private readonly ProducerMetrics _metrics;
    private readonly FakePause _pause;
    private readonly FakeOrg _org;
    private readonly SpanReader _reader;
    private readonly HttpMessageInvoker _http;
    private readonly string _url;

    public SpanReaderTests()
    {
        _metrics = new ProducerMetrics(_time);
        _pause = new FakePause(_time, _stop) { StopAtWaits = 100 };
        _org = new FakeOrg(_time).With(10);
        _http = new HttpMessageInvoker(_org, disposeHandler: false);
        var tenant = TenantCatalogue.Of(new CollectionRig().Options, _time)[0];
        _url = LogsUrl.Bounded(tenant.Org, Now.AddHours(-1), Now);
        _reader = new SpanReader(
            tenant,
            new PageClient(tenant.Org, tenant.Credentials, _http, _slots, _time),
            new RateGovernor(0.5, reserve: 0.2),
            new GroupPulse(new FakeTimeProvider()),
            _pause,
            _time,
            () => _time.GetUtcNow() - Now,
            new Random(1),
            (answer, _) => Task.FromResult(answer),
            _metrics,
            _logger
        );
    }

    public void Dispose()
    {
        _http.Dispose();
        _org.Dispose();
        _slots.Dispose();
        _metrics.Dispose();
        _logger.Dispose();
        _stop.Dispose();
    }

    private async Task<PageAnswer> GetAsync()
    {
        var answer = await _reader.GetAsync(_url, SpanKind.Backfill, _stop.Token);
        answer.Dispose();
        return answer;
    }

    [Fact]
    public async Task Only_the_reserve_is_used_and_the_waits_are_told()
    {
        _org.Change = (_, response) =>
        {
            response.Headers.Add("X-Rate-Limit-Limit", "40");
            response.Headers.Add("X-Rate-Limit-Remaining", "30");
            response.Headers.Add(
                "X-Rate-Limit-Reset",
                $"{Now.AddSeconds(60 * (1 + (int)((_time.GetUtcNow() - Now).TotalSeconds / 60))).ToUnixTimeSeconds()}"
            );
        };
        for (var i = 0; i < 10; i++)
        {
            Assert.NotNull((await GetAsync()).Page);
        }

        // A fifth of half of 40 is 4 in each minute.
        Assert.Equal(["reconcile_rate_limit", "reconcile_rate_limit"], _pause.Waits.Select(x => x.Reason));
        Assert.All(_pause.Waits, x => Assert.InRange(x.Wait, TimeSpan.FromSeconds(59), TimeSpan.FromSeconds(61)));
    }

    [Fact]
    public async Task Failures_that_pass_are_tried_again_with_smaller_pages()
    {
        _org.Fail(500);
        _org.Fail(429, change: x => x.Headers.Add("X-Rate-Limit-Limit", "0"));
        Assert.NotNull((await GetAsync()).Page);
        Assert.Contains("limit=500", _org.Requests[1].Url.Query);
        Assert.Equal(["reconcile_retry", "reconcile_rate_limit"], _pause.Waits.Select(x => x.Reason));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task What_waiting_a_little_does_not_end_is_handed_back_at_once(HttpStatusCode status)
    {
        _org.Fail((int)status);
        Assert.Equal((int)status, (await GetAsync()).Failure!.Status);
        Assert.Empty(_pause.Waits);
    }

    [Fact]
    public async Task An_org_that_is_down_is_given_up_for_a_while()
    {
        for (var i = 0; i < 10; i++)
        {
            _org.Fail(503);
        }

        Assert.Equal(503, (await GetAsync()).Failure!.Status);
        Assert.Equal(6, _org.Requests.Count);
    }
}
