using Microsoft.Extensions.Configuration;
using Pipeline.Kafka;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Delivery;

namespace Pipeline.Tests.Delivery;

public sealed class DeliveryOptionsTests
{
    [Fact]
    public void Options_bind_from_the_section()
    {
        var options = Read(
            "Alerts:Url=https://hooks.example/a/b",
            "Alerts:Header:X-Api-Key=k",
            "Alerts:MinSeverity=medium",
            "Telemetry:File=/tmp/telemetry.ndjson",
            "Telemetry:AllEvents=true",
            "MaxBatchAge=00:00:02",
            "MaxBatchBytes=20000"
        );
        Assert.Equal(("k", Severity.Medium), (options.Alerts.Header["x-api-key"], options.Alerts.MinSeverity));
        Assert.True(options.Telemetry is { AllEvents: true, IsConfigured: true });
        Assert.Equal((20_000, TimeSpan.FromSeconds(2)), (options.MaxBatchBytes, options.MaxBatchAge));
        Assert.False(options.Licences.IsConfigured);
    }

    [Theory]
    [InlineData("Delivery:Alerts:Url", "Alerts:Url=http://receiver.example/x-secret")]
    [InlineData("Delivery:Alerts:Url", "Alerts:Url=https://me:x-secret@receiver.example/")]
    [InlineData("Delivery:Telemetry:Url", "Telemetry:Url=x-secret")]
    [InlineData("Delivery:Telemetry:Url", "Telemetry:Url=ftp://receiver.example/x-secret")]
    [InlineData("Delivery:Alerts:File", "Alerts:Url=https://receiver.example/x-secret", "Alerts:File=/tmp/x")]
    [InlineData("Content-Type", "Alerts:Url=https://r.example", "Alerts:Header:Content-Type=x-secret")]
    [InlineData("bad name", "Alerts:Url=https://r.example", "Alerts:Header:bad name=x-secret")]
    [InlineData("X-A", "Alerts:Url=https://r.example", "Alerts:Header:X-A=x-secret\r\nX-B: 1")]
    [InlineData("X-A", "Alerts:Url=https://r.example", "Alerts:Header:X-A=x-secret", "Alerts:HeaderFile:X-A=/tmp/x")]
    [InlineData("/tmp/same", "Alerts:File=/tmp/same", "Telemetry:File=/tmp/./same")]
    [InlineData("Delivery:Alerts:MinSeverity", "Alerts:MinSeverity=grave")]
    [InlineData("Delivery:MaxBatchBytes", "MaxBatchBytes=0")]
    [InlineData("Delivery:MaxBatchBytes", "MaxBatchBytes=many")]
    [InlineData("Delivery:MaxInFlightBytes", "MaxInFlightBytes=1000")]
    [InlineData("Delivery:DrainTimeout", "DrainTimeout=00:00:00")]
    public void What_cannot_work_is_refused_by_name_and_without_the_secret(string names, params string[] settings)
    {
        var error = Assert.Throws<ConfigurationException>(() => Read(settings));
        Assert.Contains(names, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("x-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:8080/x")]
    [InlineData("http://127.0.0.1:8080/x")]
    [InlineData("http://[::1]:8080/x")]
    [InlineData("https://receiver.example/x")]
    public void Https_and_loopback_are_fine(string url) => Assert.Equal(url, Read($"Alerts:Url={url}").Alerts.Url);

    [Fact]
    public void Text_of_the_options_names_the_host_and_nothing_secret()
    {
        var sink = Read("Alerts:Url=https://hooks.example/x-secret?key=x-secret", "Alerts:Header:X-A=x-secret").Alerts;
        Assert.Equal("https://hooks.example", sink.ToString());
    }

    private static DeliveryOptions Read(params string[] settings) =>
        DeliveryOptions.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings
                        .Select(x => x.Split('=', 2))
                        .Select(x => KeyValuePair.Create("Delivery:" + x[0], (string?)x[1]))
                )
                .Build()
        );
}
