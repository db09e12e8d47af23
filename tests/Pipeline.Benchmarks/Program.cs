using System.CommandLine;
using Pipeline.Benchmarks.Detection;
using Pipeline.Benchmarks.Engine;

return await new RootCommand("Benchmarks. Run on a quiet machine, in Release; nothing is asserted on time.")
{
    DetectionBenchmark.Create(),
    EngineCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();
