using System.Diagnostics;
using Pipeline.Events;
using Pipeline.Processor.Steps;
using Pipeline.Schemas;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Benchmarks.Engine;

/// <summary>The product's steps alone, in memory: what a record costs before any log is involved.</summary>
internal static class StepMeasure
{
    private const int Warm = 20_000;
    private const int Events = 60_000;

    /// <summary>About what a commit of the product holds under load.</summary>
    private const int RecordsPerCommit = 200;

    public static Task<Figures> Run(string what)
    {
        var stages = BenchStages.Product(detects: true);
        var route = new StepRunner(stages[0].Step(BenchStages.Services), new StateStore());
        var detecting = stages[1].Step(BenchStages.Services);
        var codec = new StateEntryCodec(detecting.Codecs);
        var state = new StateStore();
        var detect = new StepRunner(detecting, state);
        var raw = new AvroCodec<RawEvent>(new CommittedSchemaIds());
        var figures = new Figures(what) { Records = Events };
        var sheet = new Sheet();
        var offset = 0L;
        var outputs = 0L;
        var written = 0L;
        for (var i = 0; i < Warm + Events; i++)
        {
            if (i == Warm)
            {
                sheet.Clear();
                outputs = 0;
                written = 0;
            }

            var text = EventTexts.Text(i, EventTexts.Published(i));
            var value = raw.Encode(Topics.Raw, InputFiller.Raw(i, text));
            sheet.Measure("decode raw", () => raw.Decode(value));
            sheet.Measure("parse event", () => Parse(text));
            var input = new InputRecord(Topics.Raw, i % EventTexts.Tenants, i, 0, text, value, []);
            StepResult result = default;
            sheet.Measure("route", () => result = route.Run(input));
            outputs += result.Outputs.Count;
            foreach (var output in result.Outputs.Where(x => x.Topic == Topics.Entities).ToList())
            {
                var entity = new InputRecord(Topics.Entities, 0, offset++, 0, output.Key, output.Value, []);
                sheet.Measure("detect", () => detect.Run(entity));
            }

            if (i % RecordsPerCommit == 0)
            {
                sheet.Measure("encode state", () => state.Flush((key, entry) => Encode(key, entry)));
            }
        }

        foreach (var (part, seconds, bytes, calls) in sheet.Parts)
        {
            figures.More[$"{part}, us a record"] = seconds / Events * 1e6;
            figures.More[$"{part}, bytes a record"] = bytes / (double)Events;
            figures.More[$"{part}, calls a record"] = calls / (double)Events;
        }

        figures.More["state written, bytes a record"] = written / (double)Events;
        figures.More["outputs of route a record"] = outputs / (double)Events;
        return Task.FromResult(figures with { Gen0Collections = GC.CollectionCount(0) });

        int Encode(string key, StateEntry? entry)
        {
            var bytes = entry is null ? 0 : codec.Write(key, entry).Length;
            written += key.Length + bytes;
            return bytes;
        }
    }

    private static void Parse(byte[] text)
    {
        if (EventView.TryParse(text, out var view, out _))
        {
            view!.Dispose();
        }
    }

    private sealed class Sheet
    {
        private readonly Dictionary<string, (long Ticks, long Bytes, long Calls)> _parts = new(StringComparer.Ordinal);

        public IEnumerable<(string Part, double Seconds, long Bytes, long Calls)> Parts =>
            _parts.Select(x => (x.Key, x.Value.Ticks / (double)Stopwatch.Frequency, x.Value.Bytes, x.Value.Calls));

        public void Clear() => _parts.Clear();

        public void Measure(string part, Action action)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var began = Stopwatch.GetTimestamp();
            action();
            var ticks = Stopwatch.GetTimestamp() - began;
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            var (t, b, c) = _parts.GetValueOrDefault(part);
            _parts[part] = (t + ticks, b + bytes, c + 1);
        }
    }
}
