using System.Text;
using Pipeline.Processor.Delivery.Formats;
using Pipeline.Processor.Delivery.Targets;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Tests.Delivery.Targets;

public sealed class PayloadTests
{
    [Fact]
    public void The_same_lines_give_the_same_bytes_and_key_and_others_do_not()
    {
        var one = Payload.Of("s", [Line(1, "a"), Line(2, "b")]);
        var same = Payload.Of("s", [Line(1, "a"), Line(2, "b")]);
        Assert.Equal(one.Body, same.Body);
        Assert.Equal(one.IdempotencyKey, same.IdempotencyKey);
        string[] others =
        [
            Payload.Of("t", [Line(1, "a"), Line(2, "b")]).IdempotencyKey,
            Payload.Of("s", [Line(1, "a"), Line(3, "b")]).IdempotencyKey,
            Payload.Of("s", [Line(1, "a"), Line(2, "c")]).IdempotencyKey,
            Payload.Of("s", [Line(1, "a"), Line(2, "b", partition: 1)]).IdempotencyKey,
            one.IdempotencyKey,
        ];
        Assert.Distinct(others);
        Assert.Matches("^[0-9a-f]{64}$", one.IdempotencyKey);
    }

    [Fact]
    public void The_time_in_the_gzip_header_is_zero() =>
        Assert.Equal([0x1f, 0x8b, 8, 0, 0, 0, 0, 0], Payload.Of("s", [Line(1, "a")]).Body[..8]);

    [Fact]
    public void The_source_names_the_range_of_each_partition() =>
        Assert.Equal(
            "t/0/1-9,t/2/4-5",
            Payload.Of("s", [Line(1, "a"), Line(4, "b", 2), Line(9, "c"), Line(5, "d", 2)]).Source
        );

    [Fact]
    public void The_trace_of_a_single_record_goes_along_unless_it_could_break_the_request()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Assert.Equal(Trace, Payload.Of("s", [Line(1, "a", trace: Trace)]).TraceParent);
        Assert.Null(Payload.Of("s", [Line(1, "a", trace: Trace), Line(2, "b", trace: Trace)]).TraceParent);
        Assert.Null(Payload.Of("s", [Line(1, "a", trace: Trace[..53] + "\r\n")]).TraceParent);
        Assert.Null(Payload.Of("s", [Line(1, "a")]).TraceParent);
    }

    internal static DeliveryLine Line(
        long offset,
        string text,
        int partition = 0,
        string? trace = null,
        bool isAlone = false
    ) =>
        new(
            $"id-{offset}",
            Encoding.UTF8.GetBytes(text),
            new InputRecord(
                "t",
                partition,
                offset,
                0,
                null,
                null,
                trace is null ? [] : [new(HeaderNames.TraceParent, Encoding.UTF8.GetBytes(trace))]
            ),
            isAlone
        );
}
