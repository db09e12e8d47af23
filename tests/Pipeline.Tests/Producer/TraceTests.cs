using System.Collections.Concurrent;
using System.Diagnostics;
using Pipeline.Producer.Collection;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer;

public sealed class TraceTests
{
    [Fact]
    public async Task Each_page_is_one_activity_that_its_records_name()
    {
        var rig = new CollectionRig();
        rig.Options.Tenants[0].Name = "traced";
        var pages = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = x => x.Name == ProducerTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = x =>
            {
                // Other tests collect at the same time.
                if (x.GetTagItem("okta.tenant") is "traced")
                {
                    pages.Enqueue(x);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        rig.Org.With(1500);
        rig.Org.Fail(500);
        await rig.RunAsync();

        Assert.Equal([500, 200, 200, 200], pages.Select(x => x.GetTagItem("http.response.status_code")));
        Assert.Equal([500L, 1000L], pages.Skip(1).Select(x => x.GetTagItem("okta.events")).Take(2));
        Assert.Equal("req2", pages.ElementAt(1).GetTagItem("okta.request_id"));
        Assert.Equal(ActivityStatusCode.Error, pages.First().Status);
        Assert.DoesNotContain(
            pages.SelectMany(x => x.TagObjects),
            x => $"{x.Value}".Contains("after", StringComparison.Ordinal)
        );
        Assert.Equal(
            pages.Where(x => x.GetTagItem("okta.events") is > 0L).Select(x => x.Id),
            rig.Log.Records(Topics.Raw).Select(x => CollectionRig.Header(x, HeaderNames.TraceParent)).Distinct()
        );
    }
}
