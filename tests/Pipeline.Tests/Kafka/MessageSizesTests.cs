using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Processor.Embedded;
using Log = Pipeline.Processor.Embedded.EmbeddedLog;

namespace Pipeline.Tests.Kafka;

public sealed class MessageSizesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sizes-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(900_000, null, true)]
    [InlineData(990_000, null, false)]
    [InlineData(990_000, "1048576", true)]
    [InlineData(900_000, "100000", false)]
    public async Task An_event_that_the_client_cannot_send_is_found_and_names_both_keys(
        int largest,
        string? client,
        bool fits
    )
    {
        using var log = Log.Open(
            _folder.FullName,
            new EmbeddedLogOptions(),
            TimeProvider.System,
            NullLoggerFactory.Instance
        );
        var options = new KafkaOptions();
        if (client is not null)
        {
            options.Client["message.max.bytes"] = client;
        }

        var findings = await MessageSizes.FindingsAsync(log, options, [], largest, "Okta:MaxEventBytes");

        Assert.Equal(fits, findings.Count == 0);
        Assert.All(findings, x => Assert.Contains("Kafka__Client__message.max.bytes", x, StringComparison.Ordinal));
        Assert.All(findings, x => Assert.Contains("Okta:MaxEventBytes", x, StringComparison.Ordinal));
    }
}
