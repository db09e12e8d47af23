using System.Net;
using System.Text;
using Confluent.Kafka;
using Pipeline.Processor.Delivery;
using Pipeline.Schemas;
using Pipeline.Tests.Delivery.Fakes;

namespace Pipeline.Tests.Delivery.Loop;

public sealed class RefusalTests
{
    [Fact]
    public async Task An_endpoint_that_refuses_everything_stops_the_line_and_loses_nothing()
    {
        var time = new ImpatientTime();
        var receiver = new ScriptedReceiver((_, n) => n <= 8 ? HttpStatusCode.Forbidden : HttpStatusCode.OK);
        await using var harness = Telemetry(receiver, records: 20, time);
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 20);
        Assert.Empty(harness.Kafka.Produced);
        Assert.Equal(20, receiver.AcceptedLines.Count);
        Assert.Single(receiver.Requests.Take(9).Select(x => x.Key).Distinct());
        Assert.Equal(
            [30, 60, 120, 240, 300, 300, 300, 300],
            time.Waits.Where(x => x >= TimeSpan.FromSeconds(30)).Select(x => x.TotalSeconds)
        );
    }

    [Fact]
    public async Task A_poison_record_is_isolated_and_dead_lettered_and_the_rest_arrives_in_order()
    {
        var receiver = new ScriptedReceiver(
            (x, _) => x.Lines.Contains("{\"n\":37}") ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.OK
        );
        await using var harness = Telemetry(receiver, records: 64);
        harness.Options.MaxBatchRecords = 64;
        harness.Options.MaxBatchAge = ImpatientTime.Never;
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 64);
        var expected = Enumerable.Range(0, 64).Where(x => x != 37).Select(x => $"{{\"n\":{x}}}");
        Assert.Equal(expected, receiver.AcceptedLines);
        var (topic, letter) = Assert.Single(harness.Kafka.Produced);
        Assert.Equal(Topics.DeadLetters(Topics.Telemetry), topic);
        Assert.Equal(Samples.Telemetry("{\"n\":37}"), letter.Value);
        Assert.Equal("rejected_4xx", Header(letter, HeaderNames.ErrorReason));
        Assert.Equal("422", Header(letter, HeaderNames.ErrorHttpStatus));
        Assert.Equal("37", Header(letter, HeaderNames.SourceOffset));
        Assert.Equal("deliver-telemetry", Header(letter, HeaderNames.ErrorStage));
        // At most: whole, halvings, alone, rest.
        Assert.True(receiver.Requests.Count <= 10, $"{receiver.Requests.Count} requests");
    }

    [Fact]
    public async Task A_receiver_that_refuses_every_record_stops_the_line_after_a_few_dead_letters()
    {
        var healed = false;
        var receiver = new ScriptedReceiver((_, _) => healed ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        await using var harness = Telemetry(receiver, records: 50);
        harness.Options.MaxConsecutiveRejections = 3;
        harness.Start();
        await harness.UntilAsync(() => harness.Logs.Lines.Any(x => x.Contains("refuses everything")));
        Assert.Equal(3, harness.Kafka.Produced.Count);
        Volatile.Write(ref healed, true);
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 50);
        Assert.Equal(3, harness.Kafka.Produced.Count);
        Assert.Equal(47, receiver.AcceptedLines.Count);
    }

    [Fact]
    public async Task A_bound_on_batches_is_no_bound_on_records_and_only_a_refused_one_is_given_up()
    {
        var big = $"\"{new string('b', 3000)}\"";
        var huge = $"\"{new string('h', 9000)}\"";
        var receiver = new ScriptedReceiver(
            (x, _) => x.Content.Length > 5000 ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.OK
        );
        await using var harness = Telemetry(receiver);
        harness.Options.MaxBatchBytes = 2000;
        string[] payloads = ["1", big, "2", huge, "3"];
        foreach (var payload in payloads)
        {
            harness.Kafka.Append(0, Samples.Telemetry(payload));
        }

        harness.Kafka.Assign(0);
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 5);
        Assert.Equal(["1", big, "2", "3"], receiver.AcceptedLines);
        Assert.Contains(receiver.Accepted, x => x.Lines.SequenceEqual([big]));
        var (_, letter) = Assert.Single(harness.Kafka.Produced);
        Assert.Equal("too_large", Header(letter, HeaderNames.ErrorReason));
        Assert.Equal(Samples.Telemetry(huge), letter.Value);
    }

    [Fact]
    public async Task A_batch_refused_for_its_size_is_halved_and_later_ones_stay_small()
    {
        var receiver = new ScriptedReceiver(
            (x, _) => x.Content.Length > 4500 ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.OK
        );
        await using var harness = Telemetry(receiver);
        harness.Options.MaxBatchAge = ImpatientTime.Never;
        harness.Options.MaxBatchRecords = 8;
        var payloads = Enumerable.Range(0, 32).Select(x => $"\"{x:D4}{new string('x', 994)}\"").ToList();
        payloads.ForEach(x => harness.Kafka.Append(0, Samples.Telemetry(x)));
        harness.Kafka.Assign(0);
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 32);
        Assert.Equal(payloads, receiver.AcceptedLines);
        Assert.Empty(harness.Kafka.Produced);
        Assert.InRange(receiver.Requests.Count - receiver.Accepted.Count, 1, 2);
    }

    [Fact]
    public async Task Each_item_of_a_partial_answer_has_its_own_fate()
    {
        var receiver = new ScriptedReceiver(
            (_, n) =>
                Task.FromResult(
                    new HttpResponseMessage(HttpStatusCode.OK)
                    {
                        Content = new StringContent(
                            n == 1
                                ? """{"errors":true,"items":[{"index":0,"status":201},{"index":1,"status":400},{"index":2,"status":429}]}"""
                                : "{}"
                        ),
                    }
                )
        );
        await using var harness = Telemetry(receiver, records: 3);
        harness.Options.MaxBatchRecords = 3;
        harness.Options.MaxBatchAge = ImpatientTime.Never;
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 3);
        Assert.Equal(["{\"n\":2}"], receiver.Requests.Last().Lines);
        var (_, letter) = Assert.Single(harness.Kafka.Produced);
        Assert.Equal("1", Header(letter, HeaderNames.SourceOffset));
    }

    [Fact]
    public async Task What_is_no_avro_value_is_dead_lettered_unchanged_before_its_offset_is_committed()
    {
        var refusals = 3;
        var receiver = new ScriptedReceiver((_, _) => HttpStatusCode.OK);
        await using var harness = Telemetry(receiver);
        harness.Kafka.ProduceFault = () =>
            refusals-- > 0 ? new KafkaException(new Error(ErrorCode.Local_MsgTimedOut)) : null;
        byte[] garbage = [1, 2, 3];
        harness.Kafka.Append(0, garbage, headers: new Headers { { "h", "v"u8.ToArray() }, { "empty", null } });
        harness.Kafka.Append(0, null);
        harness.Kafka.Append(0, Samples.Telemetry("{}"));
        harness.Kafka.Assign(0);
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 3);
        Assert.Equal(2, harness.Kafka.Produced.Count);
        var letter = harness.Kafka.Produced.First().Message;
        Assert.Equal(garbage, letter.Value);
        Assert.Equal("key"u8.ToArray(), letter.Key);
        Assert.Equal("v", Header(letter, "h"));
        Assert.Null(letter.Headers.Single(x => x.Key == "empty").GetValueBytes());
        Assert.Equal("malformed_record", Header(letter, HeaderNames.ErrorReason));
        Assert.Equal("empty_value", Header(harness.Kafka.Produced.Last().Message, HeaderNames.ErrorReason));
    }

    private static string Header(Message<byte[], byte[]> message, string name) =>
        Encoding.UTF8.GetString(message.Headers.GetLastBytes(name));

    private static SinkHarness Telemetry(ScriptedReceiver receiver, int records = 0, TimeProvider? time = null)
    {
        var harness = new SinkHarness(SinkCatalogue.Telemetry, receiver, time);
        for (var i = 0; i < records; i++)
        {
            harness.Kafka.Append(0, Samples.Telemetry($"{{\"n\":{i}}}"));
        }

        if (records > 0)
        {
            harness.Kafka.Assign(0);
        }

        return harness;
    }
}
