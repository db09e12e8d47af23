using Confluent.Kafka;
using Pipeline.Processor.Embedded;
using Pipeline.Processor.Embedded.Consuming;
using Pipeline.Processor.Embedded.Storage;
using static Pipeline.Tests.EmbeddedLog.LogDirectory;

namespace Pipeline.Tests.EmbeddedLog;

public sealed class LogWriterTests : IDisposable
{
    private readonly LogDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Batch_that_its_check_refuses_at_the_last_moment_leaves_nothing_while_others_are_written()
    {
        var catalogue = new LogCatalogue();
        var signal = new CommitSignal();
        using var groups = new GroupCoordinator(catalogue, signal, TimeProvider.System);
        var connection = new LogFile(_directory.Path).OpenWriter(new EmbeddedLogOptions());
        using var writer = new LogWriter(connection, _directory.Path, catalogue, signal, groups, TimeProvider.System);
        new LogTopics(writer, catalogue).Create("a", 1, new Dictionary<string, string>());
        var partition = catalogue.Get(new TopicPartition("a", 0));
        var fenced = LogErrors.Fenced("tx");

        var refused = writer.Commit(new([new(partition, Record("k", "1"), 1)], [], () => fenced));
        var written = writer.Commit(new([new(partition, Record("k", "2"), 1)], [], () => null));

        Assert.Equal(fenced, refused);
        Assert.Null(written);
        Assert.Equal(1, partition.Next);
        Assert.Equal(1, writer.Read(c => c.Number($"SELECT count(*) FROM {LogFile.RecordsOf(partition)}")));
    }
}
