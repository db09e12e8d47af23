using System.CommandLine;
using Pipeline.Benchmarks.Collection;
using Pipeline.Benchmarks.Detection;
using Pipeline.Benchmarks.Engine;

return await new RootCommand("Benchmarks. Run on a quiet machine, in Release; nothing is asserted on time.")
{
    DetectionBenchmark.Create(),
    CollectionBenchmark.Create(),
    EngineCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();
