using System.Text;
using Pipeline.Processor.Backtest;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Schemas;
using Pipeline.Tests.Detection;

namespace Pipeline.Tests.Backtest;

public sealed class TooLateTests
{
    [Fact]
    public void An_event_that_is_older_than_detections_look_back_is_counted()
    {
        var dana = new Some();
        var pipeline = new BacktestPipeline(new CommittedSchemaIds(), DetectionSet.With(SigmaRuleSet.Empty), _ => { });
        Feed(Some.Noon);
        Feed(Some.Noon.AddDays(30));
        Assert.Equal(0, pipeline.Counts.TooLate);
        Feed(Some.Noon.AddDays(1));
        Assert.True(pipeline.Counts.TooLate > 0);

        void Feed(DateTimeOffset at) =>
            Assert.Null(
                pipeline.Feed("acme", Encoding.UTF8.GetBytes(dana.SessionStart(at, Place.Home, "f").ToJsonString()))
            );
    }
}
