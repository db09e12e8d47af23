using Pipeline.Producer.Collection.Reconciliation;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer.Reconciliation;

public sealed class ReconcileTests
{
    private readonly ReconcileRig _rig = new ReconcileRig().Hourly();

    private FakeOrg Org => _rig.Org;

    private IEnumerable<string> Missing => _rig.Raw.Where(x => x.By == "reconcile").Select(x => x.Uuid);

    private IEnumerable<string> Uuids => _rig.Raw.Select(x => x.Uuid);

    private void Hide(params int[] numbers) => Org.Hidden.UnionWith(numbers.Select(x => Org.Elements[x]));

    [Fact]
    public async Task What_the_poll_never_served_is_found_and_published_once()
    {
        Org.With(2500);
        Hide(3, 1200, 2499);
        await _rig.RunUntilNothingIsDueAsync();
        Assert.Equal(["u3", "u1200", "u2499"], Missing);
        Assert.Equal(2500, Uuids.Distinct().Count());
        Assert.Equal(2500, Uuids.Count());
        var last = _rig.Progress(SpanKind.Recent)[^1];
        Assert.Equal((2500L, 3L, 3L), (last.Compared, last.Missing, last.Pages));
        Assert.Contains(_rig.Collection.Logger.Lines, x => x.Contains("Warning") && x.Contains("3 were missing"));
    }

    [Fact]
    public async Task A_missing_event_keeps_its_text_and_says_how_it_was_collected()
    {
        Org.With(5);
        Hide(2);
        await _rig.RunUntilNothingIsDueAsync();
        Assert.Equal(Org.Elements[2], _rig.Collection.Payloads.Last());
        var record = _rig.Log.Records(Topics.Raw)[^1];
        Assert.Equal("reconcile", CollectionRig.Header(record, HeaderNames.CollectedBy));
        Assert.Equal("u2", CollectionRig.Header(record, HeaderNames.EventId));
        Assert.False(_rig.Log.Records(Topics.Raw)[0].Headers.TryGetLastBytes(HeaderNames.CollectedBy, out _));
    }

    [Fact]
    public async Task The_reading_is_bounded_ascending_and_ends_without_a_next_link()
    {
        Org.With(1500);
        await _rig.RunUntilNothingIsDueAsync();
        Assert.StartsWith(
            "?since=2026-05-12T06:59:59.999Z&until=2026-05-12T08:00:00.001Z&sortOrder=ASCENDING&limit=1000",
            Org.Bounded.First().Query
        );
        Assert.Equal(2, Org.Bounded.Count());
        Assert.Empty(Missing);
    }

    [Fact]
    public async Task A_late_event_that_both_see_is_published_by_the_poll_alone()
    {
        Org.With(10);
        // Stored between two polls, and seen by the reconciler first.
        Org.BeforeBounded = () =>
        {
            if (Org.Elements.Count == 10)
            {
                Org.Elements.Add(FakeOrg.Event(10));
            }
        };
        await _rig.RunUntilNothingIsDueAsync();
        Assert.Equal(_rig.Collection.Uuids(11), Uuids);
        Assert.Empty(Missing);
    }

    [Fact]
    public async Task What_the_poll_serves_after_it_was_found_missing_is_not_published_again()
    {
        Org.With(5);
        Hide(2);
        // As where the org cuts a page short, without a link to go on.
        var stored = false;
        Org.Change = (request, _) =>
        {
            if (!stored && !request.RequestUri!.Query.Contains("until=", StringComparison.Ordinal) && Missing.Any())
            {
                stored = true;
                Org.Elements.AddRange([Org.Elements[2] + " ", FakeOrg.Event(5)]);
            }
        };
        // In raw, not only asked for: another loop's wait may end the run while the page is being written.
        await _rig.Collection.RunAsync(idle: int.MaxValue, waits: int.MaxValue, until: () => Uuids.Contains("u5"));
        Assert.Equal(["u0", "u1", "u3", "u4", "u2", "u5"], Uuids);
    }

    [Fact]
    public async Task A_page_without_a_way_on_does_not_say_that_nothing_follows()
    {
        Org.With(5);
        Hide(2);
        Org.Change = (request, response) =>
        {
            if (!request.RequestUri!.Query.Contains("until=", StringComparison.Ordinal))
            {
                response.Headers.Remove("Link");
            }
        };
        await _rig.Collection.RunAsync(idle: 30, waits: int.MaxValue);
        Assert.Empty(Missing);
    }

    [Fact]
    public async Task Late_events_at_every_page_of_either_are_in_raw_once()
    {
        Org.With(2000);
        Hide(100, 1900);
        var random = new Random(11);
        var late = 2000;
        void Late()
        {
            for (var i = random.Next(0, 3); i > 0 && late < 2300; i--)
            {
                Org.Elements.Add(FakeOrg.Event(late++, $"2026-05-12T07:{random.Next(0, 60):00}:30.000Z"));
            }
        }

        Org.BeforeBounded = Late;
        Org.AfterBounded = Late;
        Org.Change = (_, _) => Late();
        await _rig.RunUntilNothingIsDueAsync();
        (Org.BeforeBounded, Org.AfterBounded, Org.Change) = (() => { }, () => { }, (_, _) => { });
        await _rig.Collection.RunAsync(idle: 3);
        Assert.Equal(Org.Elements.Count, Uuids.Count());
        Assert.Equal(Org.Elements.Count, Uuids.Distinct().Count());
        Assert.Equal(["u100", "u1900"], Missing);
    }

    [Fact]
    public async Task A_poll_rewound_while_the_page_waits_repeats_nothing()
    {
        Org.With(1500);
        Hide(1400);
        var rejected = false;
        Org.AfterBounded = () =>
        {
            if (!rejected)
            {
                rejected = true;
                // The next poll loses its cursor and serves what was hidden, too.
                Org.Hidden.Clear();
                Org.Fail(400);
            }
        };
        await _rig.RunUntilNothingIsDueAsync();
        Assert.True(rejected);
        Assert.Equal(1500, Uuids.Count());
        Assert.Equal(1500, Uuids.Distinct().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_around_any_commit_nothing_is_lost_or_repeated(bool committed)
    {
        for (var kill = 1; kill <= 10; kill++)
        {
            var rig = new ReconcileRig().Hourly();
            rig.Org.With(2100);
            rig.Org.Hidden.UnionWith(rig.Org.Elements.Where((_, i) => i % 7 == 0));
            rig.KillAtCommit(kill, committed);
            await rig.RunUntilNothingIsDueAsync();
            var uuids = rig.Raw.Select(x => x.Uuid).ToList();
            Assert.Equal(2100, uuids.Count);
            Assert.Equal(2100, uuids.Distinct().Count());
            Assert.Equal(300, rig.Raw.Count(x => x.By == "reconcile"));
        }
    }

    [Fact]
    public async Task A_restart_goes_on_at_the_page_it_left()
    {
        Org.With(3500);
        Hide(10, 3400);
        var bounded = 0;
        Org.BeforeBounded = () =>
        {
            if (++bounded == 3)
            {
                throw new HttpRequestException("killed");
            }
        };
        await _rig.Collection.RunAsync(idle: int.MaxValue, waits: int.MaxValue, until: () => bounded >= 3);
        await _rig.RunUntilNothingIsDueAsync();
        Assert.Equal(["u10", "u3400"], Missing);
        // Page 1 and 2 are not asked for again.
        Assert.Single(Org.Bounded, x => x.Query.Contains("since=2026-05-12T06:59"));
    }

    [Fact]
    public async Task A_fenced_owner_publishes_nothing_of_what_it_compared()
    {
        Org.With(10);
        Hide(5);
        Org.AfterBounded = () => _rig.Log.Fence($"okta-producer-{CollectionRig.Partition}");
        await _rig.Collection.RunAsync(idle: 200, waits: 400, owned: () => false);
        Assert.Empty(Missing);
        Org.AfterBounded = () => { };
        await _rig.RunUntilNothingIsDueAsync();
        Assert.Equal(["u5"], Missing);
    }

    [Fact]
    public async Task Dead_letters_are_the_polls_and_come_once()
    {
        _rig.Collection.Options.MaxEventBytes = 1024;
        Org.With(3);
        Org.Elements.Add("{\"uuid\":\"broken\",\"published\":\"2026-05-12T07:00:01.000Z\" nonsense}");
        Org.Elements.Add(FakeOrg.Event(4)[..^1] + ",\"text\":\"" + new string('x', 3000) + "\"}");
        Org.Elements.Add("{\"uuid\":\"hidden\",\"published\":\"2026-05-12T07:00:02.000Z\" nonsense}");
        Hide(5);
        await _rig.RunUntilNothingIsDueAsync();
        Assert.Empty(Missing);
        var whole = _rig.DeadLetters.Where(x => !x.Headers.TryGetLastBytes("error.part", out _)).ToList();
        Assert.Equal(
            [Org.Elements[3], Org.Elements[5]],
            whole.Select(x => System.Text.Encoding.UTF8.GetString(x.Value))
        );
        Assert.Equal("reconcile", CollectionRig.Header(whole[1], HeaderNames.CollectedBy));
        Assert.Equal(4, _rig.DeadLetters.Count - whole.Count);
        Assert.Equal(1, _rig.Progress(SpanKind.Recent).Max(x => x.DeadLetters));
    }

    [Fact]
    public async Task More_ids_than_fit_are_compared_in_shorter_windows()
    {
        _rig.Collection.Options.Reconcile.MaxIds = 1000;
        Org.With(3400);
        Hide(1, 999, 2000, 3399);
        await _rig.RunUntilNothingIsDueAsync();
        Assert.Equal(["u1", "u999", "u2000", "u3399"], Missing);
        Assert.True(Org.Bounded.Count(x => x.Query.Contains("since=2026-05-12T07:")) > 2);
        Assert.Equal(3400, Uuids.Distinct().Count());
    }

    [Fact]
    public async Task A_rejected_cursor_reads_the_window_again_and_repeats_nothing()
    {
        Org.With(2500);
        Hide(10, 2400);
        var bounded = 0;
        Org.Change = (request, response) =>
        {
            if (request.RequestUri!.Query.Contains("until=") && ++bounded == 2)
            {
                response.StatusCode = System.Net.HttpStatusCode.BadRequest;
            }
        };
        await _rig.RunUntilNothingIsDueAsync();
        Assert.Equal(["u10", "u2400"], Missing);
        Assert.Equal(2, Org.Bounded.Count(x => x.Query.Contains("since=2026-05-12T06:59")));
    }

    [Fact]
    public async Task What_was_before_collection_began_is_no_gap()
    {
        _rig.Collection.Options.Since = TimeSpan.Zero;
        Org.With(10);
        Hide(4);
        // Two spans later.
        await _rig.Collection.RunAsync(idle: 3, waits: int.MaxValue, reason: "reconcile");
        Assert.Empty(Missing);
        var spans = _rig.Progress(SpanKind.Recent).Where(x => x.From < x.Until).ToList();
        Assert.NotEmpty(spans);
        Assert.All(spans, x => Assert.Equal(0, x.Compared));
    }

    [Fact]
    public async Task Without_checkpoints_what_was_reconciled_does_not_move_the_poll()
    {
        Org.With(10);
        Org.Elements.Add(FakeOrg.Event(3000));
        Hide(10);
        await _rig.RunUntilNothingIsDueAsync();
        Assert.Equal(["u3000"], Missing);
        _rig.Log.Remove(Topics.Checkpoints);
        // Stored after the poll's last event, published before the reconciled one.
        Org.Elements.Add(FakeOrg.Event(20));
        await _rig.Collection.RunAsync(idle: 2);
        Assert.Contains("u20", Uuids);
        Assert.Equal(12, Uuids.Count());
    }
}
