using System.Diagnostics.Metrics;
using System.Net;
using Pipeline.Kafka.Observation;

namespace Pipeline.Tests.Kafka;

public sealed class ObservationServerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Health_is_what_the_process_says_and_the_metrics_are_those_of_its_meters(bool good)
    {
        var stop = TestContext.Current.CancellationToken;
        using var meter = new Meter("Pipeline.Tests.Observation");
        var counter = meter.CreateCounter<long>("observation_test_events");
        await using var server = await ObservationServer.StartAsync(0, () => good, () => good, stop);
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{server.Port}") };
        _ = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), stop);
        counter.Add(3);

        var live = await http.GetAsync(new Uri("/health/live", UriKind.Relative), stop);
        var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), stop);
        var metrics = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), stop);

        var expected = good ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable;
        Assert.Equal((expected, expected), (live.StatusCode, ready.StatusCode));
        Assert.Contains("observation_test_events", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_port_there_is_none() =>
        Assert.Null(
            await ObservationServer.StartAsync(
                new HttpOptions(),
                () => true,
                () => true,
                TestContext.Current.CancellationToken
            )
        );
}
