using Pipeline.Producer.Collection.Reconciliation;

namespace Pipeline.Tests.Producer.Reconciliation;

public sealed class ReconcileAgendaTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 12, 10, 0, 0, TimeSpan.Zero);
    private static readonly BackfillRequest Asked = new("2026-05-12T09:00:00.000Z", Now.AddDays(-30), Now.AddDays(-7));
    private readonly ReconcileAgenda _agenda = new(new ReconcileOptions { Daily = false });

    [Fact]
    public void A_request_begins_a_backfill_once()
    {
        var progress = _agenda.After(Asked)!;
        Assert.Equal(
            (Asked.From, Asked.Until, SpanState.Running, Asked.Id),
            (progress.From, progress.Until, progress.State, progress.RequestId)
        );
        _agenda.Set(progress);
        Assert.Null(_agenda.After(Asked));
        _agenda.Set(progress.WindowDone(Asked.Until));
        Assert.Null(_agenda.After(Asked));
    }

    [Fact]
    public void A_later_request_waits_for_the_one_before_and_an_earlier_one_is_old()
    {
        var running = _agenda.After(Asked)!;
        _agenda.Set(running);
        var later = Asked with { Id = "2026-05-12T09:30:00.000Z" };
        Assert.Null(_agenda.After(later));
        _agenda.Set(running.WindowDone(Asked.Until));
        Assert.Equal(later.Id, _agenda.After(later)!.RequestId);
        Assert.Null(_agenda.After(Asked with { Id = "2026-05-12T08:00:00.000Z" }));
    }

    [Fact]
    public void A_cancelled_request_ends_or_never_begins_and_says_so()
    {
        Assert.Equal(SpanState.Cancelled, _agenda.After(Asked with { Cancel = true })!.State);
        _agenda.Set(_agenda.After(Asked)!);
        Assert.Equal(SpanState.Cancelled, _agenda.After(Asked with { Cancel = true })!.State);
        Assert.Null(_agenda.After(Asked with { Cancel = true, Id = "2026-05-12T09:30:00.000Z" }));
    }

    [Fact]
    public void What_is_due_goes_before_a_backfill()
    {
        _agenda.Set(_agenda.After(Asked)!);
        _agenda.Set(SpanProgress.Floor(SpanKind.Recent, Now.AddHours(-3)));
        Assert.Equal(SpanKind.Recent, _agenda.Next(Now).Span!.Kind);
        _agenda.Set(SpanProgress.Floor(SpanKind.Recent, Now.AddHours(-2)));
        Assert.Equal(SpanKind.Backfill, _agenda.Next(Now).Span!.Kind);
    }

    [Fact]
    public void Without_work_it_says_how_long()
    {
        Assert.Equal((null, null), _agenda.Next(Now));
        _agenda.Set(SpanProgress.Floor(SpanKind.Recent, Now.AddHours(-2)));
        Assert.Equal((null, TimeSpan.FromHours(1)), _agenda.Next(Now));
    }
}
