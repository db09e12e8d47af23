using System.CommandLine;
using Pipeline.Benchmarks.Collection;
using Pipeline.Benchmarks.Detection;

return await new RootCommand("Benchmarks. Run on a quiet machine, in Release; nothing is asserted on time.")
{
    DetectionBenchmark.Create(),
    CollectionBenchmark.Create(),
}
    .Parse(args)
    .InvokeAsync();
