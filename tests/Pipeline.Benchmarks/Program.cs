using System.CommandLine;
using Pipeline.Benchmarks.Engine;

var root = new RootCommand("Measures the pipeline on this machine. Build with -c Release.") { EngineCommand.Create() };
return await root.Parse(args).InvokeAsync();
