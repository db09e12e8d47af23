using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer.Reconciliation;

public sealed class BackfillTests
{
    private readonly ReconcileRig _rig = new();

    private FakeOrg Org => _rig.Org;

    private IEnumerable<string> Uuids => _rig.Raw.Select(x => x.Uuid);

    [Fact]
    public async Task A_request_found_at_the_start_is_done_and_labelled()
    {
        _rig.Collection.Options.Since = TimeSpan.Zero;
        Org.With(2500);
        Org.Hidden.UnionWith(Org.Elements);
        _rig.Ask(_rig.Request());
        await _rig.RunBackfillAsync();
        Assert.Equal(_rig.Collection.Uuids(2500), Uuids);
        Assert.All(_rig.Raw, x => Assert.Equal("backfill", x.By));
        Assert.Equal(Org.Elements, _rig.Collection.Payloads);
        var last = _rig.Last(SpanKind.Backfill)!;
        Assert.Equal((SpanState.Done, 2500L, _rig.Request().Id), (last.State, last.Missing, last.RequestId));
        Assert.Equal(1, last.Ratio);
    }

    [Fact]
    public async Task A_request_that_arrives_is_taken_up_at_once()
    {
        Org.With(10);
        var asked = false;
        await _rig.Collection.RunAsync(
            idle: int.MaxValue,
            waits: 100_000,
            until: () =>
            {
                if (!asked)
                {
                    asked = true;
                    _rig.Collection.Session.Inbox.Post(CollectionRig.Tenant, _rig.Request());
                }

                return _rig.Last(SpanKind.Backfill)?.State == SpanState.Done;
            }
        );
        Assert.Equal(_rig.Collection.Uuids(10), Uuids);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_around_any_commit_it_goes_on_and_repeats_nothing(bool committed)
    {
        for (var kill = 1; kill <= 8; kill++)
        {
            var rig = new ReconcileRig();
            rig.Org.With(2100);
            rig.Org.Hidden.UnionWith(rig.Org.Elements.Skip(5));
            rig.Ask(rig.Request());
            rig.KillAtCommit(kill, committed);
            await rig.RunBackfillAsync();
            Assert.Equal(rig.Collection.Uuids(2100), rig.Raw.Select(x => x.Uuid));
        }
    }

    [Fact]
    public async Task What_is_done_is_not_done_again_by_the_next_owner()
    {
        Org.With(10);
        _rig.Ask(_rig.Request());
        await _rig.RunBackfillAsync();
        var bounded = Org.Bounded.Count();
        await _rig.Collection.RunAsync(idle: 5);
        Assert.Equal(bounded, Org.Bounded.Count());
    }

    [Fact]
    public async Task Cancelled_it_stops_and_keeps_what_it_published()
    {
        Org.With(3500);
        Org.Hidden.UnionWith(Org.Elements.Skip(5));
        _rig.Ask(_rig.Request());
        var pages = 0;
        Org.BeforeBounded = () =>
        {
            if (++pages == 3)
            {
                _rig.Collection.Session.Inbox.Post(CollectionRig.Tenant, _rig.Request(cancel: true));
            }
        };
        await _rig.RunBackfillAsync();
        var last = _rig.Last(SpanKind.Backfill)!;
        Assert.Equal(SpanState.Cancelled, last.State);
        Assert.InRange(last.Missing, 1, 3494);
        Assert.Equal(5 + last.Missing, Uuids.Count());
    }

    [Fact]
    public async Task What_is_due_goes_first_and_the_backfill_goes_on()
    {
        _rig.Hourly();
        Org.With(3500);
        Org.Hidden.UnionWith(Org.Elements.Skip(5));
        var request = _rig.Request() with { From = new DateTimeOffset(2026, 5, 10, 0, 0, 0, TimeSpan.Zero) };
        _rig.Ask(request);
        await _rig.RunBackfillAsync();
        Assert.Equal(3500, Uuids.Distinct().Count());
        Assert.Equal(3500, Uuids.Count());
        // The hour of the events was due at once, so that the backfill found it compared.
        Assert.Equal(3495, _rig.Raw.Count(x => x.By == "reconcile"));
        Assert.Equal(SpanState.Done, _rig.Last(SpanKind.Backfill)!.State);
    }

    [Fact]
    public async Task A_range_that_okta_refuses_fails_with_its_reason_and_polling_goes_on()
    {
        Org.With(10);
        Org.Change = (request, response) =>
        {
            if (request.RequestUri!.Query.Contains("until="))
            {
                response.StatusCode = System.Net.HttpStatusCode.BadRequest;
                response.Content = new StringContent("""{"errorCode":"E0000053","errorSummary":"too old"}""");
            }
        };
        _rig.Ask(_rig.Request());
        await _rig.RunBackfillAsync();
        var last = _rig.Last(SpanKind.Backfill)!;
        Assert.Equal(SpanState.Failed, last.State);
        Assert.Contains("E0000053 too old", last.Fault);
        Assert.Equal(_rig.Collection.Uuids(10), Uuids);
    }

    [Fact]
    public async Task A_token_that_is_refused_waits_and_goes_on()
    {
        Org.With(10);
        Org.Hidden.Add(Org.Elements[4]);
        var refused = 0;
        Org.Change = (request, response) =>
        {
            if (request.RequestUri!.Query.Contains("until=") && ++refused <= 3)
            {
                response.StatusCode = System.Net.HttpStatusCode.Forbidden;
            }
        };
        _rig.Ask(_rig.Request());
        await _rig.RunBackfillAsync();
        Assert.Equal(SpanState.Done, _rig.Last(SpanKind.Backfill)!.State);
        Assert.Contains("u4", Uuids);
        Assert.Equal(3, _rig.Collection.Pause.Waits.Count(x => x.Reason == "reconcile_retry"));
    }

    [Fact]
    public async Task Only_backfilled_events_in_raw_are_not_polled_again()
    {
        _rig.Collection.Options.Since = TimeSpan.Zero;
        Org.With(20);
        Org.Hidden.UnionWith(Org.Elements);
        _rig.Ask(_rig.Request());
        await _rig.RunBackfillAsync();
        _rig.Log.Remove(Topics.Checkpoints);
        Org.Hidden.Clear();
        _rig.Collection.Options.Since = TimeSpan.FromDays(7);
        await _rig.Collection.RunAsync(idle: 2);
        Assert.Equal(_rig.Collection.Uuids(20), Uuids);
        Assert.NotEmpty(_rig.Log.Records(Topics.Checkpoints));
    }
}
