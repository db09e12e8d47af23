using System.Collections.Frozen;
using Pipeline.Processor.Events;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Detection;

/// <summary>The detectors that are on: what routing must write for them, and where their state belongs.</summary>
internal sealed class DetectorSet : IStateCodecs
{
    private static readonly IDetector[] None = [];
    private readonly FrozenDictionary<string, IDetector[]> _byKind;
    private readonly FrozenDictionary<string, IDetector> _byStateKind;

    public DetectorSet(IReadOnlyList<IDetector> detectors)
    {
        All = detectors;
        _byKind = detectors.GroupBy(x => x.Kind).ToFrozenDictionary(x => x.Key, x => x.ToArray());
        _byStateKind = detectors.ToFrozenDictionary(x => x.StateKind);
        Kinds = [.. _byKind.Keys];
    }

    public IReadOnlyList<IDetector> All { get; }

    /// <summary>Every detection that they make.</summary>
    public IEnumerable<DetectionInfo> Detections => All.SelectMany(x => x.Detections).DistinctBy(x => x.Id);

    /// <summary>Kinds of entity that some detector keeps state for.</summary>
    public IReadOnlyList<string> Kinds { get; }

    public IDetector[] OfKind(string kind) => _byKind.GetValueOrDefault(kind) ?? None;

    /// <summary>Whether some detector wants an event of an entity.</summary>
    public bool Concerns(string kind, string entity, OktaEvent e)
    {
        foreach (var detector in OfKind(kind))
        {
            if (detector.Concerns(entity, e))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The detector that keeps this kind of state, or null.</summary>
    public IDetector? OfState(string stateKind) => _byStateKind.GetValueOrDefault(stateKind);

    /// <inheritdoc/>
    public IStateCodec For(string key)
    {
        var kind = StateKey.Kind(key);
        return kind == TenantClock.Prefix
            ? TenantClock.Codec
            : OfState(kind)?.StateCodec
                ?? throw new UnreadableStateException(
                    $"State {key} belongs to {kind}, which this version does not have: run a version that has it, or "
                        + "delete the key from the changelog with a tombstone."
                );
    }
}
