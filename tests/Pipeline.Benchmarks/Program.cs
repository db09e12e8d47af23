using System.CommandLine;
using Pipeline.Benchmarks.Detection;

return await new RootCommand("Benchmarks. Run on a quiet machine, in Release; nothing is asserted on time.")
{
    DetectionBenchmark.Create(),
}
    .Parse(args)
    .InvokeAsync();
