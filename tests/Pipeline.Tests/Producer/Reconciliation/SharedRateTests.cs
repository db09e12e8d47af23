using System.Net;

namespace Pipeline.Tests.Producer.Reconciliation;

/// <summary>An org with a small quota and a clock of its own: poll and backfill share what they may ask.</summary>
public sealed class SharedRateTests
{
    private const int Limit = 20;
    private readonly ReconcileRig _rig = new();
    private readonly List<int> _windows = [0];
    private DateTimeOffset _end = DateTimeOffset.MinValue;
    private int _refused;

    private DateTimeOffset Now => _rig.Collection.Time.GetUtcNow();

    /// <summary>Counters of 60 s that begin with the first request, told by a clock that is off.</summary>
    private void Count(HttpResponseMessage response, TimeSpan skew)
    {
        if (Now >= _end)
        {
            _end = Now + TimeSpan.FromSeconds(60);
            _windows.Add(0);
        }

        _windows[^1]++;
        var left = Limit - _windows[^1];
        response.Headers.Date = Now + skew;
        Add(response, "Limit", Limit);
        Add(response, "Remaining", Math.Max(0, left));
        Add(response, "Reset", (_end + skew).ToUnixTimeSeconds());
        if (left < 0)
        {
            _refused++;
            response.StatusCode = HttpStatusCode.TooManyRequests;
        }
    }

    private static void Add(HttpResponseMessage response, string name, long value) =>
        response.Headers.TryAddWithoutValidation("X-Rate-Limit-" + name, $"{value}");

    [Theory]
    [InlineData(-90)]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(90)]
    [InlineData(3600)]
    public async Task Both_stay_within_the_share_whatever_the_orgs_clock_and_lose_nothing(int skew)
    {
        _rig.Collection.Timeless = [];
        _rig.Org.With(9500);
        _rig.Org.Hidden.UnionWith(_rig.Org.Elements.Where((_, i) => i % 3000 == 7));
        _rig.Org.Change = (_, response) => Count(response, TimeSpan.FromSeconds(skew));
        var request = _rig.Request();
        _rig.Ask(request with { Until = request.Until.AddMinutes(-1) });
        await _rig.RunBackfillAsync();
        Assert.Equal(0, _refused);
        // Half of 20, and where the windows of both clocks meet one for each request that may be under way: poll and
        // reconciler.
        Assert.All(_windows, x => Assert.InRange(x, 0, 12));
        Assert.All(_rig.Collection.Pause.Waits, x => Assert.InRange(x.Wait, TimeSpan.Zero, TimeSpan.FromMinutes(2)));
        var uuids = _rig.Raw.Select(x => x.Uuid).ToList();
        Assert.Equal(uuids.Distinct().Count(), uuids.Count);
        Assert.Equal(9500, uuids.Count);
    }
}
