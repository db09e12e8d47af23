using FsCheck.Xunit;
using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Tests.Delivery.Policies;

public sealed class AckedOffsetsTests
{
    [Fact]
    public void Nothing_may_be_committed_before_the_first_is_done()
    {
        var offsets = new AckedOffsets();
        offsets.Received(5);
        var second = offsets.Received(9);
        offsets.Done(second);
        Assert.Null(offsets.Position);
        Assert.Equal(5, offsets.FirstPending);
    }

    [Property]
    public bool The_position_never_passes_an_unfinished_record(int[] gaps, int seed)
    {
        var random = new Random(seed);
        var offsets = new AckedOffsets();
        var (open, received, next) = (new List<OffsetSlot>(), new List<long>(), 0L);
        foreach (var gap in gaps)
        {
            next += 1 + Math.Abs(gap % 5);
            open.Add(offsets.Received(next));
            received.Add(next);
            while (open.Count > 0 && random.Next(3) > 0)
            {
                var slot = open[random.Next(open.Count)];
                open.Remove(slot);
                offsets.Done(slot);
                var bound = open.Count > 0 ? open.Min(x => x.Offset) : next + 1;
                var before = received.Where(x => x < bound).ToList();
                // Exactly: after the last record before which all are done.
                if (offsets.Position != (before.Count > 0 ? before[^1] + 1 : null))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
