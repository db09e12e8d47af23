using Pipeline.Processor.Detection.Timelines;

namespace Pipeline.Tests.Detection.Timelines;

public sealed class SourceHistoryTests
{
    /// <summary>A sign-in leaves several events: the first must not make the second one strange.</summary>
    [Theory]
    [InlineData(8, 600, false)]
    [InlineData(9, 1, false)]
    [InlineData(9, 299, false)]
    [InlineData(9, 300, true)]
    [InlineData(10, 1, true)]
    public void The_sign_in_that_is_under_way_does_not_make_the_history_long_enough(int days, int seconds, bool mature)
    {
        var dana = new Some();
        var history = SourceHistory.Empty;
        for (var day = days; day >= 0; day--)
        {
            history = history.Learn(Some.Read(dana.SessionStart(Some.Noon.AddDays(-day), Place.Home)));
        }

        Assert.Equal(mature, history.IsMature(Some.Noon.AddSeconds(seconds)));
    }
}
