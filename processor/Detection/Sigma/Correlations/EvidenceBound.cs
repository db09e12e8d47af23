using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>Which events an alert shows: the first ten, which tell how it began, and the last forty.</summary>
internal static class EvidenceBound
{
    private const int First = 10;
    private const int Last = 40;

    /// <summary>Events in order; one that stands twice, as part of two chained detections, counts once.</summary>
    public static IReadOnlyList<HitFacts> Apply(IEnumerable<HitFacts> events)
    {
        var all = events.DistinctBy(x => x.Uuid).ToList();
        return all.Count <= First + Last ? all : [.. all.Take(First), .. all.TakeLast(Last)];
    }

    /// <summary>Tells one choice of events from another, the same in every process.</summary>
    public static int Digest(IReadOnlyList<HitFacts> events) =>
        BinaryPrimitives.ReadInt32LittleEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(',', events.Select(x => x.Uuid))))
        );
}
