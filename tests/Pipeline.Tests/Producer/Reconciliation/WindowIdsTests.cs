using FsCheck.Xunit;
using Pipeline.Producer.Collection.Reconciliation;

namespace Pipeline.Tests.Producer.Reconciliation;

public sealed class WindowIdsTests
{
    private static readonly DateTimeOffset From = new(2026, 5, 12, 7, 0, 0, TimeSpan.Zero);

    private static WindowIds Window(int max, int seconds = 3600) => new(From, From.AddSeconds(seconds), max);

    [Fact]
    public void It_knows_what_was_added_and_leaves_other_windows_alone()
    {
        var window = Window(10);
        window.Add(ElementId.OfUuid("a"), From);
        window.Add(ElementId.OfUuid("late"), From.AddHours(2));
        Assert.True(window.HasEvent(ElementId.OfUuid("a"), From));
        Assert.False(window.HasEvent(ElementId.OfUuid("b"), From));
        // Beside the window nothing is ever called missing.
        Assert.True(window.HasEvent(ElementId.OfUuid("late"), From.AddHours(2)));
        Assert.True(window.HasEvent(ElementId.OfUuid("early"), From.AddTicks(-1)));
        Assert.True(window.HasEvent(ElementId.OfUuid("end"), From.AddHours(1)));
    }

    [Fact]
    public void An_element_without_a_time_is_known_by_its_bytes()
    {
        var window = Window(10);
        window.Add(ElementId.OfBytes("{broken"u8), published: null);
        Assert.True(window.HasDeadLetter(ElementId.OfBytes("{broken"u8)));
        Assert.False(window.HasDeadLetter(ElementId.OfBytes("{other"u8)));
    }

    [Fact]
    public void The_digest_of_a_dead_letter_is_the_same_id()
    {
        var hex = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("{broken"u8));
        Assert.Equal(ElementId.OfBytes("{broken"u8), ElementId.OfDigest(hex));
        Assert.Null(ElementId.OfDigest("not a digest"));
    }

    [Fact]
    public void One_moment_with_too_many_is_refused_with_the_setting_to_change()
    {
        var window = new WindowIds(From, From.AddMilliseconds(1), 3);
        for (var i = 0; i < 5; i++)
        {
            window.Add(ElementId.OfUuid($"{i}"), From);
        }

        Assert.True(window.IsFull);
        var refusal = Assert.Throws<WindowTooDenseException>(() => window.Shorter());
        Assert.Contains("Okta:Reconcile:MaxIds", refusal.Message);
    }

    [Property]
    public void Cutting_a_full_window_ends_with_windows_that_fit_and_cover_all(ushort[] seconds)
    {
        const int Max = 16;
        var times = seconds.Select((x, i) => (Id: $"{i}", At: From.AddMilliseconds((x * 50) + i))).ToList();
        var (begin, end) = (From, From.AddHours(1));
        var covered = 0;
        while (begin < end)
        {
            var until = end;
            WindowIds window;
            while (true)
            {
                window = new WindowIds(begin, until, Max);
                times.ForEach(x => window.Add(ElementId.OfUuid(x.Id), x.At));
                if (!window.IsFull)
                {
                    break;
                }

                until = window.Shorter();
            }

            covered += times.Count(x => window.Covers(x.At) && window.HasEvent(ElementId.OfUuid(x.Id), x.At));
            begin = window.Until;
        }

        Assert.Equal(times.Count(x => x.At < end), covered);
    }
}
