using System.Net;
using Pipeline.Processor.Delivery;
using Pipeline.Tests.Delivery.Fakes;

namespace Pipeline.Tests.Delivery.Loop;

public sealed class InterleavingTests
{
    private const int Partitions = 3;
    private const int Records = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task No_offset_passes_a_record_that_is_neither_acknowledged_nor_dead_lettered(int seed)
    {
        var random = new Random(seed);
        HttpStatusCode[] trouble =
        [
            HttpStatusCode.ServiceUnavailable,
            HttpStatusCode.Forbidden,
            HttpStatusCode.BadRequest,
            HttpStatusCode.RequestEntityTooLarge,
            HttpStatusCode.TooManyRequests,
        ];
        var receiver = new ScriptedReceiver(
            (_, _) =>
            {
                lock (random)
                {
                    return random.Next(3) switch
                    {
                        0 => throw new HttpRequestException("reset"),
                        1 => Task.FromResult(new HttpResponseMessage(trouble[random.Next(trouble.Length)])),
                        _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)),
                    };
                }
            }
        );
        await using var harness = new SinkHarness(SinkCatalogue.Telemetry, receiver);
        harness.Options.MaxBatchRecords = 7;
        harness.Options.MaxInFlightBytes = 4_000;
        harness.Options.MaxConsecutiveRejections = 2;
        for (var i = 0; i < Partitions * Records; i++)
        {
            // Gaps, as transactions leave them.
            harness.Kafka.Append(
                i % Partitions,
                Samples.Telemetry($"{i % Partitions}-{i / Partitions * 3}"),
                i / Partitions * 3
            );
        }

        var broken = new System.Collections.Concurrent.ConcurrentQueue<string>();
        harness.Kafka.OnCommit = (partition, offset) =>
        {
            var missing = Wanted(partition).Where(x => x.Offset < offset).Select(x => x.Text).Except(Done());
            foreach (var text in missing)
            {
                broken.Enqueue($"{partition}@{offset} passes {text}");
            }
        };
        harness.Kafka.Assign(0, 1, 2);
        harness.Start();
        for (var i = 0; i < 12; i++)
        {
            var polls = harness.Kafka.Polls;
            await harness.UntilAsync(() => harness.Kafka.Polls > polls + 8);
            harness.Kafka.Take(lost: i % 2 == 0, keepsHandingOut: i % 3 == 0, 0, 1, 2);
            harness.Kafka.Assign(0, 1, 2);
        }

        await harness.UntilAsync(() => Enumerable.Range(0, Partitions).All(x => IsAtEnd(harness.Kafka, x)));
        Assert.Empty(broken);
        Assert.Empty(Enumerable.Range(0, Partitions).SelectMany(Wanted).Select(x => x.Text).Except(Done()));

        IEnumerable<string> Done() =>
            receiver.AcceptedLines.Concat(harness.Kafka.Produced.Select(x => Text(x.Message.Value)));
    }

    private static bool IsAtEnd(FakeKafka kafka, int partition) =>
        kafka.Committed.GetValueOrDefault(partition) == (Records - 1) * 3 + 1;

    private static IEnumerable<(long Offset, string Text)> Wanted(int partition) =>
        Enumerable.Range(0, Records).Select(x => ((long)x * 3, $"{partition}-{x * 3}"));

    private static string Text(byte[] value) =>
        new Pipeline.Schemas.AvroCodec<Pipeline.Events.TelemetryEvent>(new Pipeline.Schemas.CommittedSchemaIds())
            .Decode(value)
            .payload;

    [Fact]
    public async Task A_slow_receiver_pauses_the_partitions_and_polling_goes_on()
    {
        var gate = new TaskCompletionSource<HttpResponseMessage>();
        var receiver = new ScriptedReceiver(
            (_, n) => n == 1 ? gate.Task : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK))
        );
        await using var harness = new SinkHarness(SinkCatalogue.Telemetry, receiver);
        harness.Options.MaxInFlightBytes = 20_000;
        for (var i = 0; i < 200; i++)
        {
            harness.Kafka.Append(0, Samples.Telemetry($"{i}"));
        }

        harness.Kafka.Assign(0);
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Paused.GetValueOrDefault(0));
        var polls = harness.Kafka.Polls;
        // A record costs more than 512 bytes of account.
        Assert.InRange(polls, 1, 20_000 / 512 + 20);
        await harness.UntilAsync(() => harness.Kafka.Polls > polls + 20);
        gate.SetResult(new HttpResponseMessage(HttpStatusCode.OK));
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 200);
        Assert.Equal(Enumerable.Range(0, 200).Select(x => $"{x}"), receiver.AcceptedLines);
    }
}
