using Pipeline.Processor.Alerts;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>One call of the machine: the state on its way from old to new, and what it announces meanwhile.</summary>
internal sealed class CorrelationTurn(
    SigmaCorrelation correlation,
    CorrelationOptions options,
    string tenant,
    DateTimeOffset clock,
    string cause
)
{
    /// <summary>Both ends of a window count, so the last moment passes one step of the clock later.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private readonly List<Alert> _alerts = [];
    private readonly List<SigmaHit> _hits = [];
    private readonly CorrelationAlertWriter _writer = new(correlation, tenant, cause);
    private CorrelationState _state = null!;

    /// <summary>What happens before is history: no hit that may still come can be in its windows.</summary>
    private DateTimeOffset Horizon
    {
        get
        {
            var span = correlation.LatenessWith(options) + correlation.Timespan;
            return clock - DateTimeOffset.MinValue > span ? clock - span : DateTimeOffset.MinValue;
        }
    }

    /// <summary>
    /// Brings the state to the clock: closes what has ended and lets go of what can no longer matter.
    /// </summary>
    public void Begin(CorrelationState state)
    {
        _state = state;
        Close();
        var kept = _state.Hits.TakeWhile(x => x.Time < Horizon).Count();
        Fold(kept);
    }

    public void Apply(SigmaHit hit)
    {
        var window = new CorrelationWindow(correlation, _state.Hits);
        var index = window.IndexOf(hit.Uuid);
        var known = index >= 0 ? window.Hits[index] : null;
        IReadOnlyList<int> rules = known is null ? hit.Rules : [.. known.Rules.Union(hit.Rules).Order()];
        if (known is not null)
        {
            if (!hit.Withdrawn && rules.Count == known.Rules.Count && !IsOther(hit, known))
            {
                return;
            }

            window.RemoveAt(index);
        }

        if (!hit.Withdrawn)
        {
            // A copy whose time was corrected on the way in stays where the first one stands.
            var time = known?.Time ?? hit.Time;
            window.Add(
                new WindowHit(
                    hit.Uuid,
                    time,
                    rules,
                    hit.Values,
                    hit.Events,
                    hit.Carried,
                    Fired: false,
                    hit.Detection,
                    known?.PassedOn,
                    known?.Shown
                )
            );
        }
        else if (known?.PassedOn is not null)
        {
            _hits.AddRange(ChainedHits.OfEach(correlation, _state, tenant, known, null, []));
        }

        _state = _state with { Hits = [.. window.Hits] };
        Announce(known?.Time ?? hit.Time);
        if (_state.Hits.Count > options.MaxHits)
        {
            _state = _state with { Approximate = true };
            Fold(_state.Hits.Count - options.MaxHits);
        }
    }

    /// <summary>A chained hit is part of another detection than it was, or made of other events.</summary>
    private static bool IsOther(SigmaHit hit, WindowHit known) =>
        hit.Detection != known.Detection
        || (hit.Detection is not null && EvidenceBound.Digest(hit.Events) != EvidenceBound.Digest(known.Events));

    public CorrelationResult Result(bool tooLate)
    {
        // One that only feeds others keeps its books all the same.
        IReadOnlyList<Alert> alerts = correlation.Alerts ? _alerts : [];
        EpisodeRecord[] open = [.. _state.Episodes, .. _state.Withdrawn];
        if (_state.Hits.Count == 0 && open.Length == 0)
        {
            return new CorrelationResult(null, null, alerts, _hits, tooLate);
        }

        var next = open.Length > 0 ? open.Min(x => x.LastFire) : _state.Hits[^1].Time;
        var timer = next + correlation.Timespan + correlation.LatenessWith(options) + Step;
        return new CorrelationResult(_state, timer, alerts, _hits, tooLate);
    }

    private void Close()
    {
        var open = new List<EpisodeRecord>(_state.Episodes.Count);
        foreach (var record in _state.Episodes)
        {
            if (record.LastFire >= Horizon)
            {
                open.Add(record);
                continue;
            }

            var episode =
                Episode.Find(correlation, tenant, _state).Find(x => x.Id == record.Id)
                ?? new Episode(record.Id, record, 0, -1, record.FirstFire, record.LastFire);
            _alerts.Add(
                _writer.Write(
                    _state,
                    episode,
                    AlertStatus.Closed,
                    record.Revision + 1,
                    "no further match within the timespan"
                )
            );
        }

        _state = _state with { Episodes = open, Withdrawn = [.. _state.Withdrawn.Where(x => x.LastFire >= Horizon)] };
    }

    /// <summary>
    /// Takes the oldest hits out of the window and into the records of the detections they belong to.
    /// </summary>
    private void Fold(int count)
    {
        if (count == 0)
        {
            return;
        }

        var records = _state.Episodes.ToDictionary(x => x.Id, StringComparer.Ordinal);
        foreach (var episode in Episode.Find(correlation, tenant, _state))
        {
            var until = Math.Min(count, episode.End + 1);
            if (until > episode.Start && records.TryGetValue(episode.Id, out var record))
            {
                var gone = _state.Hits.Skip(episode.Start).Take(until - episode.Start).ToList();
                records[episode.Id] = record with
                {
                    Folded = record.Folded + gone.Count,
                    FoldedFire = gone.LastOrDefault(x => x.Fired)?.Time ?? record.FoldedFire,
                    FoldedEvents = EvidenceBound.Apply([.. record.FoldedEvents, .. gone.SelectMany(x => x.Events)]),
                };
            }
        }

        _state = _state with
        {
            Hits = [.. _state.Hits.Skip(count)],
            Episodes = [.. _state.Episodes.Select(x => records[x.Id])],
        };
    }

    /// <summary>Compares what the hits show with what was announced.</summary>
    /// <param name="changed">Where a hit came, went or changed.</param>
    private void Announce(DateTimeOffset changed)
    {
        var episodes = Episode.Find(correlation, tenant, _state);
        foreach (var record in _state.Episodes.Where(x => episodes.TrueForAll(episode => episode.Id != x.Id)))
        {
            Withdraw(record, episodes);
        }

        var records = new List<EpisodeRecord>(episodes.Count);
        foreach (var episode in episodes)
        {
            var record = episode.Record ?? New(episode);
            if (episode.Record is { } known && IsWorthRevising(known, episode))
            {
                record = known with { Revision = known.Revision + 1, Announced = episode.Count, RevisedAt = clock };
                _alerts.Add(_writer.Write(_state, episode, AlertStatus.Update, record.Revision, "more events"));
            }

            records.Add(record with { FirstFire = episode.FirstFire, LastFire = episode.LastFire });
        }

        _state = _state with { Episodes = records };
        PassOn(episodes, changed);
    }

    private EpisodeRecord New(Episode episode)
    {
        var withdrawn = _state.Withdrawn.FirstOrDefault(x => x.Id == episode.Id);
        var (status, revision) = withdrawn is null
            ? (AlertStatus.New, 1)
            : (AlertStatus.Update, withdrawn.Revision + 1);
        var alert = _writer.Write(_state, episode, status, revision, "the condition was met");
        _alerts.Add(alert);
        _state = _state with { Withdrawn = [.. _state.Withdrawn.Where(x => x.Id != episode.Id)] };
        return new EpisodeRecord
        {
            Id = episode.Id,
            Revision = revision,
            Announced = episode.Count,
            RevisedAt = clock,
            FirstSeen = alert.FirstSeen,
            FirstFire = episode.FirstFire,
            LastFire = episode.LastFire,
        };
    }

    private bool IsWorthRevising(EpisodeRecord record, Episode episode) =>
        episode.Count >= 2 * record.Announced
        || (episode.Count > record.Announced && clock - record.RevisedAt >= options.ReviseAfter);

    private void Withdraw(EpisodeRecord record, List<Episode> episodes)
    {
        var heir = episodes.Find(x =>
            x.FirstFire - correlation.Timespan <= record.LastFire && record.FirstSeen <= x.LastFire
        );
        _alerts.Add(_writer.Withdraw(_state, record, heir?.Id));
        _state = _state with { Withdrawn = [.. _state.Withdrawn, record with { Revision = record.Revision + 1 }] };
    }

    /// <summary>Tells the correlations above what they do not know yet of the satisfied windows.</summary>
    private void PassOn(List<Episode> episodes, DateTimeOffset changed)
    {
        if (correlation.UsedBy.Count > 0)
        {
            var (hits, told) = new ChainedWindows(correlation, tenant, Horizon).News(_state, episodes, changed);
            _state = _state with { Hits = hits };
            _hits.AddRange(told);
        }
    }
}
