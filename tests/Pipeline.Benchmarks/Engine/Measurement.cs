using Pipeline.Kafka;

namespace Pipeline.Benchmarks.Engine;

/// <summary>One run by its name. Each has a process of its own: nobody is warmed up by another.</summary>
internal static class Measurement
{
    public static Task<Figures> RunAsync(string what, IKafkaClients clients, string servers, int keys) =>
        what switch
        {
            "copy" => CopyMeasure.RunAsync(what, clients),
            "stock-route" => StockMeasure.RunAsync(what, clients, servers, detects: false),
            "stock-detect" => StockMeasure.RunAsync(what, clients, servers, detects: true),
            "engine-route" => EngineMeasure.RunAsync(what, clients, product: false, detects: false, timed: false),
            "engine-detect" => EngineMeasure.RunAsync(what, clients, product: false, detects: true, timed: false),
            "product-route" => EngineMeasure.RunAsync(what, clients, product: true, detects: false, timed: false),
            "product-detect" => EngineMeasure.RunAsync(what, clients, product: true, detects: true, timed: false),
            "breakdown-engine" => EngineMeasure.RunAsync(what, clients, product: false, detects: true, timed: true),
            "breakdown-product" => EngineMeasure.RunAsync(what, clients, product: true, detects: true, timed: true),
            "restore" => RestoreMeasure.RunAsync(what, clients, keys),
            "latency" => LatencyMeasure.RunAsync(what, clients, product: false),
            "latency-product" => LatencyMeasure.RunAsync(what, clients, product: true),
            "idle" => IdleMeasure.RunAsync(what, clients),
            "step" => StepMeasure.Run(what),
            _ => throw new ArgumentException($"There is no run {what}.", nameof(what)),
        };
}
