using System.Text;
using FsCheck.Xunit;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;

namespace Pipeline.Tests.Steps;

public sealed class StepRunnerTests
{
    private readonly CountingStep _step = new();
    private readonly StateStore _store = new();
    private readonly StepRunner _runner;
    private long _offset;

    public StepRunnerTests() => _runner = new StepRunner(_step, _store);

    [Fact]
    public void A_step_that_throws_leaves_no_trace_but_a_dead_letter_with_the_exact_bytes()
    {
        Run("acme alice");
        var result = Run("acme alice throw", timestamp: 5000);

        var letter = Assert.Single(result.Outputs);
        Assert.Equal("step_failed", result.DeadLetter);
        Assert.Equal(Topics.DeadLetters("in"), letter.Topic);
        Assert.Equal("acme alice throw", Encoding.UTF8.GetString(letter.Value!));
        Assert.Equal("key"u8.ToArray(), letter.Key);
        Assert.Equal(
            [
                "kept",
                "error.reason",
                "error.message",
                "error.stage",
                "source.topic",
                "source.partition",
                "source.offset",
                "source.timestamp",
            ],
            letter.Headers.Select(x => x.Key)
        );
        Assert.Equal("step_failed", Header(letter, "error.reason"));
        Assert.Equal("1", Header(letter, "source.offset"));
        Assert.Equal(1, CountOf("acme|alice"));
        Assert.Equal("2", Encoding.UTF8.GetString(Run("acme alice").Outputs[0].Value!));
    }

    [Fact]
    public void Poison_has_its_own_reason()
    {
        Assert.Equal("bad_data", Run("acme alice poison").DeadLetter);
        Assert.Null(_store.Get(CountingStep.Key("acme|alice")));
    }

    [Fact]
    public void A_record_seen_again_is_skipped_and_said()
    {
        Run("acme alice");
        _offset = 0;
        var again = Run("acme alice");

        Assert.True(again.AlreadyApplied);
        Assert.Empty(again.Outputs);
        Assert.Equal(1, CountOf("acme|alice"));
    }

    [Fact]
    public void A_timer_fires_when_the_clock_of_its_own_tenant_reaches_it()
    {
        Run("acme alice timer", timestamp: 10_000);
        Run("other bob", timestamp: 99_000);
        Assert.Empty(_step.Fired);

        Run("acme carol", timestamp: 10_999);
        Assert.Empty(_step.Fired);

        Run("acme carol", timestamp: 11_000);
        var fired = Assert.Single(_step.Fired);
        Assert.Equal(CountingStep.Key("acme|alice"), fired.Key);
        Assert.Equal(11_000, fired.Clock.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Timers_fire_in_the_order_of_time_and_then_of_keys()
    {
        Run("acme b timer", timestamp: 2_000);
        Run("acme a timer", timestamp: 2_000);
        Run("acme c timer", timestamp: 1_500);
        Run("acme z", timestamp: 60_000);

        Assert.Equal(
            [CountingStep.Key("acme|c"), CountingStep.Key("acme|a"), CountingStep.Key("acme|b")],
            _step.Fired.Select(x => x.Key)
        );
    }

    [Fact]
    public void A_clock_never_goes_back()
    {
        Run("acme alice", timestamp: 10_000);
        Run("acme alice", timestamp: 4_000);
        var clock = (TenantClock)_store.Get(TenantClock.Key("acme"))!.Value;
        Assert.Equal(10_000, clock.Now.ToUnixTimeMilliseconds());
    }

    [Property(MaxTest = 200)]
    public void State_restored_from_what_was_flushed_goes_on_exactly_as_without_a_stop(int seed, byte stops)
    {
        var random = new Random(seed);
        var whole = new StepRunner(new CountingStep(), new StateStore());
        var codec = new StateEntryCodec(new CountCodecs());
        // Hardly anything stays at hand: values rest and wake all the time, as the million of a large org do.
        var restored = new StateStore(codec, awake: random.Next(3));
        var part = new StepRunner(new CountingStep(), restored);
        var changelog = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        for (var offset = 0; offset < 60; offset++)
        {
            var verb = random.Next(6) switch
            {
                0 => " timer",
                1 => " throw",
                2 => " poison",
                _ => "",
            };
            var record = Record($"t{random.Next(2)} e{random.Next(4)}{verb}", offset, random.Next(0, 20_000));
            Assert.Equal(Texts(whole.Run(record)), Texts(part.Run(record)));
            restored.Flush((k, e) => (changelog[k] = e is null ? null : codec.Write(k, e))?.Length ?? 0);
            if (random.Next(256) < stops)
            {
                restored = new StateStore(codec, awake: random.Next(3));
                foreach (var (key, value) in changelog)
                {
                    restored.Restore(key, value is null ? null : codec.ReadHead(key, value));
                }

                part = new StepRunner(new CountingStep(), restored);
            }
        }
    }

    private static List<string> Texts(StepResult result) =>
        [.. result.Outputs.Select(x => $"{x.Topic} {Encoding.UTF8.GetString(x.Value!)}")];

    private StepResult Run(string text, long timestamp = 0) => _runner.Run(Record(text, _offset++, timestamp));

    private static InputRecord Record(string text, long offset, long timestamp) =>
        new(
            "in",
            3,
            offset,
            timestamp,
            "key"u8.ToArray(),
            Encoding.UTF8.GetBytes(text),
            [new("kept", "x"u8.ToArray())]
        );

    private static string Header(OutputRecord record, string name) =>
        Encoding.UTF8.GetString(record.Headers.First(x => x.Key == name).Value);

    private int CountOf(string entity) => ((Count)_store.Get(CountingStep.Key(entity))!.Value).Value;
}
